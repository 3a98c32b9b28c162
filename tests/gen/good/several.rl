# Two machines in one file, a piece from another, each kind of literal, and a nested fault.
%%{
machine toy_words;
alphtype short;
include toy_pieces "pieces.rl";

main := letter+ ( "," letter+ )*;
}%%

%%{
machine toy_literals;
alphtype short;
import "symbols.h";
include toy_pieces "pieces.rl";

action bad_field_syntax {}
action bad_line_cut {}
action ev_name {}

keyword = 'get'i | "put" | /set[xyz]/;
inner   = ( "<" letter+ ">" ) $!bad_field_syntax;
outer   = ( keyword %ev_name " " inner "." )  $!bad_line_cut;

main := ( outer | number ";" )+;
}%%
