%%{
machine toy_x;
alphtype short;
action ev_name { count++; }
main := "a" @ev_name;
}%%
