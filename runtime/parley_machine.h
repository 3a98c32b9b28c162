/* A generated machine: constant tables, and the two functions that step through them.
 *
 * parley-gen writes one `const parley_machine` for each Ragel machine. This header is all that
 * generated code includes, so it is also what people who bring their own grammar build against. It
 * knows nothing of any protocol, of connections or of time. */
#ifndef PARLEY_MACHINE_H
#define PARLEY_MACHINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PARLEY_MACHINE_ABI 1
#define PARLEY_COLUMNS                                                                             \
    64 /* columns of a machine that reads bytes; machines of symbols may have more */
#define PARLEY_FIRST_SYMBOL                                                                        \
    256                          /* symbols below are bytes, from here on facts that C worked out  \
                                  */
#define PARLEY_SYMBOL_END 0xffff /* what was got where a stream ended */

/* A cell of the table: next state, actions to carry out, and whether the caller has to look at them
 * now. */
#define PARLEY_CELL_NEXT(cell)   ((uint16_t)((cell)&0xffffu))
#define PARLEY_CELL_ACTION(cell) ((uint16_t)(((cell) >> 16) & 0x7fffu))
#define PARLEY_CELL_STOP         0x80000000u

/* What an action asks of the runtime: kind in the upper four bits, operand in the lower twelve. */
enum parley_op_kind {
    PARLEY_OP_MARK = 1,  /* a span starts at this byte */
    PARLEY_OP_EVENT = 2, /* ev_NAME: operand is EV_NAME of the protocol's symbols.h */
    PARLEY_OP_RULE =
        3, /* bad_NAME: the byte breaks a rule; operand is its number in machine->rules */
    PARLEY_OP_ASK =
        4, /* ask_NAME: stop after this byte; operand is ASK_NAME: C answers with a symbol */
    PARLEY_OP_ZERO = 5, /* the number starts again at 0 */
    PARLEY_OP_DEC = 6,  /* this byte is the next decimal digit of the number */
    PARLEY_OP_LATE =
        8, /* late_NAME: as PARLEY_OP_RULE, but the rule was broken at the byte of the last mark */
    PARLEY_OP_HEX = 7, /* this byte is the next hexadecimal digit of the number */
    PARLEY_OP_BIN = 9  /* this byte is the next eight bits of the number */
};
#define PARLEY_OP(kind, operand) ((uint16_t)(((kind) << 12) | (operand)))
#define PARLEY_OP_KIND(op)       ((unsigned)(op) >> 12)
#define PARLEY_OP_OPERAND(op)    ((unsigned)(op)&0x0fffu)

typedef enum parley_layer {
    PARLEY_LAYER_CONNECTION,
    PARLEY_LAYER_PROTOCOL,
    PARLEY_LAYER_APPLICATION
} parley_layer;

typedef enum parley_level { PARLEY_NOTE, PARLEY_WARNING, PARLEY_ERROR } parley_level;

/* Where the finding of a rule lies: on the byte that made it certain, or where the message began.
 */
typedef enum parley_rule_at { PARLEY_AT_BYTE, PARLEY_AT_MESSAGE } parley_rule_at;

/* What becomes of the stream after a rule was broken. */
typedef enum parley_rule_after {
    PARLEY_AFTER_GO_ON,   /* nothing that follows depends on it */
    PARLEY_AFTER_MESSAGE, /* one reading is taken; more of the same message is folded under this
                             finding */
    PARLEY_AFTER_STOP     /* no boundary can be trusted: the stream is not judged from here on */
} parley_rule_after;

/* One rule, as its row in the protocol's rules.tsv says it. All texts are UTF-8 and never NULL (""
 * if absent). */
typedef struct parley_rule {
    const char *id;     /* "http1.field.space-before-colon" */
    parley_layer layer; /* where the fault lies */
    parley_level level;
    const char *judge; /* "grammar" | "counter" | "turn" | "session" */
    const char *side;  /* whose bytes can break it: "client" | "server" | "both" */
    parley_rule_at at;
    parley_rule_after after;
    const char *clause;    /* "RFC 9112 5.1" */
    const char *tolerance; /* dimension that would let it through, or "" */
    const char *sentence;  /* what must hold */
    const char *message;   /* what happened; {side} and {n} are filled in */
    const char *duty;      /* who has to react: "client" | "server" | "both" | "" */
    const char *recipient; /* what the one who reads must or may do */
    const char *connection, *protocol,
        *application; /* what it means for each layer; "" where nothing */
    const char *hint; /* what to do about it */
} parley_rule;

/* Something of a protocol's symbols.h that is looked up by its name. */
typedef struct parley_symbol {
    const char *name; /* "EV_MESSAGE_END"; NULL behind the last one */
    uint16_t number;
    const char *brief; /* a word or two for tables; "" where there is none */
} parley_symbol;

/* Sides that own something: bits, so that sets of sides can be made. */
enum { PARLEY_OWNER_CLIENT = 1, PARLEY_OWNER_SERVER = 2, PARLEY_OWNER_CLOSING = 4 };

/* The words for a machine's states and symbols; computed by the generator from the grammar, never
 * by hand. */
typedef struct parley_explanation {
    const char *const *names;   /* definitions, as people read them: "field-name" */
    const char *const *sources; /* the definition itself: "field-name = token" */
    const uint16_t *where;  /* [n_states] the innermost definition in force, a number in names */
    const uint16_t *within; /* [n_states] the one around it (the same number if there is none) */
    const char *const
        *phrases; /* what can be expected: "another field-name byte (tchar)"; may hold {n} */
    const uint8_t *phrase_owner;    /* [n_phrases] PARLEY_OWNER_ bits; 0 for bytes and facts */
    const uint16_t *expected_index; /* [n_states + 1] where a state's phrases start in expected */
    const uint16_t *expected; /* phrase numbers; what only a broken rule would accept is left out */
    const char *const *symbol_names;    /* [n_symbols] "COUNT_END" */
    const char *const *symbol_words;    /* [n_symbols] what was got: "a request"; may hold {n} */
    const char *const *symbol_expected; /* [n_symbols] the same where it is expected; "-": nobody
                                           waits for it */
    const uint8_t *turn; /* [n_states] owners of the accepted symbols, those of closing left out */
    const char *graph;   /* a drawing of the rules in DOT */
} parley_explanation;

typedef struct parley_machine {
    uint32_t abi;      /* PARLEY_MACHINE_ABI */
    const char *name;  /* "http1.request" */
    uint16_t n_states; /* state 0 rejects and absorbs */
    uint16_t start;
    uint16_t n_symbols; /* symbols from PARLEY_FIRST_SYMBOL on */
    uint16_t n_actions; /* action lists; list 0 is empty */
    uint16_t columns;   /* cells of a row: PARLEY_COLUMNS, more only where no bytes are read */
    const uint8_t *byte_class;   /* [256] the column of a byte */
    const uint8_t *symbol_class; /* [n_symbols] the column of a symbol */
    const uint32_t
        *cells; /* [n_states * columns]; a rejecting cell has next 0 and may have actions */
    const uint32_t *plane; /* [256] bit r: the byte is in run set r */
    const uint32_t *run; /* [n_states] 0, or the one bit of the bytes on which the state stays as it
                            is without any action */
    const uint8_t *final;         /* [n_states] 1 where the input may end */
    const uint16_t *end_action;   /* [n_states] action list for the end of the stream */
    const uint16_t *action_index; /* [n_actions + 1] where a list starts in ops */
    const uint16_t *ops;
    const parley_rule *rules; /* the protocol's rules, NULL if the grammar names none */
    uint16_t n_rules;
    const parley_explanation *words;
} parley_machine;

/* An action list that a run came upon. */
typedef struct parley_hit {
    uint32_t at; /* index of the byte in the run */
    uint16_t
        action;    /* number of the action list; 0 only where a byte was rejected without a rule */
    uint16_t from; /* the state that read the byte */
} parley_hit;

/* Returns 1 if the tables are what the stepper relies on (every next state in range, row 0
 * absorbing, run bits only on bytes that leave the state as it is, indexes in order), else 0.
 * O(size of the tables). */
int parley_machine_check(const parley_machine *machine);

/* Steps *state over bytes[0..n). Stops early after a byte whose cell has PARLEY_CELL_STOP, when
 * hits is full, or at a rejected byte. n is at most UINT32_MAX; max is at least 1. A *state out of
 * range is taken for 0. Returns how many bytes were read: less than n and *state 0 means that the
 * byte there was rejected, and the last hit tells by which rule and in which state. Fills
 * hits[0..*n_hits) in order. */
size_t parley_machine_run(const parley_machine *machine, uint16_t *state, const uint8_t *bytes,
                          size_t n, parley_hit *hits, size_t max, size_t *n_hits);

/* Steps *state over one symbol (a byte, or one from PARLEY_FIRST_SYMBOL on). Returns the number of
 * the action list (0 if none); *state is 0 afterwards if the symbol is rejected. */
uint16_t parley_machine_symbol(const parley_machine *machine, uint16_t *state, uint16_t symbol);

/* The action list for the end of the input in this state (0 if none). */
uint16_t parley_machine_end(const parley_machine *machine, uint16_t state);

#ifdef __cplusplus
}
#endif
#endif
