%%{
machine toy_x;
alphtype short;
action bad_field_syntax {}
main := ( "a" >!bad_field_syntax ) "b";
}%%
