%%{
machine toy_x;
alphtype short;
one = "one";
two = "two";
main := one;
}%%
