%%{
machine toy_x;
alphtype short;
other := "a";
main := "b";
}%%
