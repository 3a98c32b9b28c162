# Where the nick ends and the text begins, nobody can tell.
%%{
machine toy_border;
alphtype short;

nick = [a-z]+;
text = [a-z ]+;

main := ( "SAY " nick text "\n" )*;
}%%
