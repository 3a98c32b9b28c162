%%{
machine toy_x;
alphtype short;
main := 300;
}%%
