%%{
machine toy_x;
alphtype short;
action count_up {}
main := "a" @count_up;
}%%
