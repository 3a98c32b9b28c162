%%{
machine toy_x;
alphtype short;
import "../good/symbols.h";
action ev_name {}
action ev_line {}
nick = ( "a".."z" $ev_name )+;
text = ( "a".."z" $ev_line )+;
main := "SAY " ( nick | text );
}%%
