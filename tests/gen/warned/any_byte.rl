%%{
machine toy_x;
alphtype short;
import "../good/symbols.h";
main := any* ".";
}%%
