/* The examples of rules, built in from the corpus: lines of text transcripts, in order. The last
 * has rule NULL. */
#ifndef PARLEY_CLI_EXAMPLES_H
#define PARLEY_CLI_EXAMPLES_H

typedef enum example_sort { EXAMPLE_BAD, EXAMPLE_GOOD } example_sort;

typedef struct example_line {
    const char *rule;
    example_sort sort;
    const char *text;
} example_line;

extern const example_line example_lines[];

#endif
