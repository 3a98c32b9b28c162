%%{
machine toy_x;
alphtype short;
text = [a-z]{1,16};
main := "SAY " text "\n";
}%%
