%%{
machine toy_x;
alphtype short;
main = "b";
}%%
