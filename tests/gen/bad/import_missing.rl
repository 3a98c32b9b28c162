%%{
machine toy_x;
alphtype short;
import "nothing.h";
main := "a";
}%%
