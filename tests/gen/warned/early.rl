%%{
machine toy_x;
alphtype short;
import "../good/symbols.h";
action ev_name {}
word = [a-z ]+ %ev_name;
main := word [ ]* ".";
}%%
