int main(void);
%%{
machine toy_x;
alphtype short;
main := "a";
}%%
