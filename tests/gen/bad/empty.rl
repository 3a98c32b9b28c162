%%{
machine toy_x;
alphtype short;
a = ;
main := "b";
}%%
