# Writes the corpus' bad and good example of each rule as C: one row a line of a transcript (see examples.h).
# A corpus file is named after its rule; "== bad" and "== good" begin the two connections. What those of the same session
# say before them ("== first", "== first of another") belongs to them.
BEGIN {
    print "#include \"cli/examples.h\""
    print "const example_line example_lines[] = {"
}
FNR == 1 {
    rule = FILENAME
    sub(/.*\//, "", rule)
    sub(/\.talk$/, "", rule)
    sort = ""
    several = 0
}
function row(text) {
    if (length(text) > 400) text = substr(text, 1, 160) " ... " substr(text, length(text) - 39)
    gsub(/\\/, "&&", text)
    gsub(/"/, "\\\"", text)
    gsub(/\?/, "\\?", text)
    gsub(/\t/, "\\t", text)
    printf "    {\"%s\", %s, \"%s\"},\n", rule, sort, text
}
function begin(which, more) {
    several = more || (several && which == sort)
    sort = which
    if (several) row($0)
}
rule ~ /\.[0-9]+$/ { next } # further examples are for tests
{ sub(/\r$/, "") }
/^== (first|second|third)$/ { begin("EXAMPLE_BAD", 1); next }
/^== (first|second|third) of / { begin("EXAMPLE_GOOD", 1); next }
/^== *bad/ { begin("EXAMPLE_BAD", 0); next }
/^== *good/ { begin("EXAMPLE_GOOD", 0); next }
/^==/ { sort = "" }
sort != "" && !/^#/ && !/^[ \t]*$/ { row($0) }
END { print "    {0, EXAMPLE_BAD, 0}};" }
