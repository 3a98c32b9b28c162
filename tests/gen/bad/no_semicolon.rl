%%{
machine toy_x;
alphtype short;
a = "a"
b = "b";
main := a b;
}%%
