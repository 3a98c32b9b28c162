%%{
machine toy_x;
alphtype short;
one = "a";

main := one
  two;
}%%
