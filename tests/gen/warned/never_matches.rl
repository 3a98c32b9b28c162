%%{
machine toy_x;
alphtype short;
none = "a" & "b";
main := "c" none?;
}%%
