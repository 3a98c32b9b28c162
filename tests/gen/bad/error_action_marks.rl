%%{
machine toy_x;
alphtype short;
action mark {}
main := "a" $!mark;
}%%
