%%{
machine toy_x;
alphtype short;
main := "a"{1,17};
}%%
