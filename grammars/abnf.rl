# Core rules that many protocols share.    Source: RFC 5234 B.1, RFC 9110 5.6    Actions: none
%%{
machine abnf;

# RFC 5234 B.1
CR       = 0x0d;
LF       = 0x0a;
SP       = 0x20;
HTAB     = 0x09;
DIGIT    = "0".."9";
ALPHA    = "a".."z" | "A".."Z";
HEXDIG   = DIGIT | "a".."f" | "A".."F";
VCHAR    = 0x21..0x7e;
# RFC 9110 5.6.3
blank    = SP | HTAB;
# RFC 9110 5.6.2
tchar    = "!" | "#" | "$" | "%" | "&" | "'" | "*" | "+" | "-" | "." | "^" | "_" | "`" | "|" | "~" | DIGIT | ALPHA;
# RFC 9110 5.5
obs_text = 0x80..0xff;
octet    = 0x00..0xff;
control  = 0x01..0x08 | 0x0b | 0x0c | 0x0e..0x1f | 0x7f;
}%%
