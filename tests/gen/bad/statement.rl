%%{
machine toy_x;
alphtype short;
write data;
main := "a";
}%%
