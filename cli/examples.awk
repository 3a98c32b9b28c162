# Writes the corpus' bad and good example of each rule as C: one row a line of a transcript (see examples.h).
# A corpus file is named after its rule; "== bad" and "== good" begin the two connections.
BEGIN {
    print "#include \"cli/examples.h\""
    print "const example_line example_lines[] = {"
}
FNR == 1 {
    rule = FILENAME
    sub(/.*\//, "", rule)
    sub(/\.talk$/, "", rule)
    sort = ""
}
rule ~ /\.[0-9]+$/ { next } # further examples are for tests
{ sub(/\r$/, "") }
/^== *bad/ { sort = "EXAMPLE_BAD"; next }
/^== *good/ { sort = "EXAMPLE_GOOD"; next }
/^==/ { sort = "" }
sort != "" && !/^#/ && !/^[ \t]*$/ {
    if (length($0) > 400) $0 = substr($0, 1, 160) " ... " substr($0, length($0) - 39)
    gsub(/\\/, "&&")
    gsub(/"/, "\\\"")
    gsub(/\?/, "\\?")
    gsub(/\t/, "\\t")
    printf "    {\"%s\", %s, \"%s\"},\n", rule, sort, $0
}
END { print "    {0, EXAMPLE_BAD, 0}};" }
