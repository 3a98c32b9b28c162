%%{
machine toy_x;
main := "a";
}%%
