%%{
machine toy_x;
alphtype short;
import "../good/symbols.h";
action ev_nobody {}
main := "a" @ev_nobody;
}%%
