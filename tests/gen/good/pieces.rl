# Shared pieces: no main, so nothing is written for it.
%%{
machine toy_pieces;

letter = "a".."z";
number = "0".."9"{1,3};
}%%
