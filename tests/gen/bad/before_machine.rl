%%{
a = "a";
machine toy_x;
alphtype short;
main := "a";
}%%
