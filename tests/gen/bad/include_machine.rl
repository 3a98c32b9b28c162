%%{
machine toy_x;
alphtype short;
include nobody "../good/pieces.rl";
main := "a";
}%%
