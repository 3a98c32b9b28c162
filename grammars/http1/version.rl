# The version of a start-line, of both sides.    Source: RFC 9112 2.3, RFC 9110 6.2    Actions: declared below
%%{
machine http1_version;

action ev_http10 {}
action bad_version_syntax {}
action bad_version_major {}
action bad_version_minor_above_one {}

# RFC 9110 6.2: a minor version above 1 is read as 1
minor_version = "0" @ev_http10
              | "1"
              | "2".."9" @bad_version_minor_above_one;
# RFC 9112 2.3
version_number = ( "1" | ( DIGIT - "1" ) @bad_version_major ) "." minor_version;
}%%
