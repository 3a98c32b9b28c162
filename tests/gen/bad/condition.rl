%%{
machine toy_x;
alphtype short;
action ev_name {}
main := "a" when ev_name;
}%%
