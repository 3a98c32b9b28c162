%%{
machine toy_x;
alphtype short;
import "../good/symbols.h";
COUNT_END = "a";
main := COUNT_END;
}%%
