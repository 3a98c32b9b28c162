/* The words of a Ragel 6 grammar.
 * Takes the text apart into tokens with their places; blanks and comments fall away, and so does
 * what stands outside of %%{ }%%. Does not know what the tokens mean. */
#ifndef GEN_LEX_H
#define GEN_LEX_H

#include "report.h"

typedef enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_STRING,   /* 'a' "a" "a"i */
    TOKEN_SET,      /* [a-z] */
    TOKEN_REGEX,    /* /a.b/ */
    TOKEN_OPERATOR, /* one of Ragel's, the longest that fits */
    TOKEN_CODE,     /* { … } of an action */
    TOKEN_BEGIN,    /* %%{ */
    TOKEN_FINISH    /* }%% */
} token_kind;

typedef struct token {
    token_kind kind;
    size_t at, length;
    unsigned line;
    size_t note; /* of the grammar's reader: 0, or one more than the number of what is defined or
                    used here */
} token;

typedef struct token_list {
    token *items;
    size_t n, room;
} token_list;

/* Adds the tokens of source[0..n) to list; what cannot be one is reported. file names the source in
 * messages. */
void lex_grammar(const char *source, size_t n, const char *file, token_list *list, report *r);

/* Is the token this text? */
bool token_is(const char *source, const token *t, const char *s);

/* " " where a blank or a comment stands behind the token, else "": Ragel minds blanks within {n,m}.
 */
const char *token_gap(const char *source, const token *t);

/* What an embedding operator embeds into; the kind of its action. */
typedef enum embed_kind {
    EMBED_NONE,  /* not an embedding operator */
    EMBED_EDGE,  /* > @ $ % */
    EMBED_ERROR, /* >! $! <>! <! @! %! */
    EMBED_END,   /* >/ $/ <>/ </ @/ %/ */
    EMBED_REFUSED
} embed_kind;
embed_kind token_embeds(const char *source, const token *t);

#endif
