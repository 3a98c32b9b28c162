%%{
machine toy_x;
alphtype short;
main := "a";
main := "b";
}%%
