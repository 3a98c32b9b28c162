%%{
machine toy_x;
alphtype short;
digits = [0-9]+;
never = "z" "z";
dead  = "a" never;
main := digits | ( dead & digits );
}%%
