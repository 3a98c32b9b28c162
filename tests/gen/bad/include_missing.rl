%%{
machine toy_x;
alphtype short;
include other "other.rl";
main := "a";
}%%
