%%{
machine toy_x;
alphtype short;
action bad_nobody {}
main := "a" $!bad_nobody;
}%%
