%%{
machine toy_x;
alphtype unsigned char;
main := "a";
}%%
