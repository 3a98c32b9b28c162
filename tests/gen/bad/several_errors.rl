%%{
machine toy_x;
alphtype short;
action mark {}
one = "a" %{ x; };
two = "b"{20};
three = "c" $*mark;
main := one two three;
}%%
