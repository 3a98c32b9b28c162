/* Words for a finding, taken from the tables of the machines: where it was, what was got, what
 * would have been right, who may go on. Writes into the caller's buffers; knows no protocol. */
#include "parley.h"

/* Text that grows into a fixed buffer; length goes on counting where it is full. */
typedef struct writer {
    char *text;
    size_t size, length;
} writer;

static void put_char(writer *w, char c) {
    if (w->length + 1 < w->size) w->text[w->length] = c;
    w->length++;
}

static void put_text(writer *w, const char *s) {
    while (*s != 0)
        put_char(w, *s++);
}

static void put_number(writer *w, uint64_t n) {
    char digits[20];
    size_t i = sizeof digits;
    do {
        digits[--i] = (char)('0' + n % 10);
        n /= 10;
    } while (n != 0);
    while (i < sizeof digits)
        put_char(w, digits[i++]);
}

static void put_byte(writer *w, uint16_t byte) {
    static const char hex[] = "0123456789abcdef";
    static const char *const names[] = {[0x00] = "NUL", [0x09] = "HTAB", [0x0a] = "LF",
                                        [0x0d] = "CR",  [0x20] = "SP",   [0x7f] = "DEL"};
    put_text(w, "0x");
    put_char(w, hex[byte >> 4 & 15]);
    put_char(w, hex[byte & 15]);
    if (byte < sizeof names / sizeof names[0] && names[byte] != NULL) {
        put_char(w, ' ');
        put_text(w, names[byte]);
    } else if (byte > 0x20 && byte < 0x7f) {
        put_text(w, " \"");
        put_char(w, (char)byte);
        put_char(w, '"');
    }
}

static bool begins(const char *text, const char *with) {
    while (*with != 0)
        if (*text++ != *with++) return false;
    return true;
}

/* Fills {n}, {from}, {to}, {name} and {side} in, up to {got}; {s} is what many of {n} end with.
 * Returns what is left. */
static const char *put_filled(writer *w, const char *text, const parley_finding *finding) {
    while (*text != 0 && !begins(text, "{got}")) {
        if (begins(text, "{n}")) {
            put_number(w, finding->number);
            text += 3;
        } else if (begins(text, "{s}")) {
            if (finding->number != 1) put_char(w, 's');
            text += 3;
        } else if (begins(text, "{from}")) {
            put_number(w, finding->from);
            text += 6;
        } else if (begins(text, "{to}")) {
            put_number(w, finding->to);
            text += 4;
        } else if (begins(text, "{side}")) {
            put_text(w, parley_side_name(finding->side));
            text += 6;
        } else if (begins(text, "{name}")) {
            put_text(w, finding->name != NULL ? finding->name : "counter");
            text += 6;
        } else {
            put_char(w, *text++);
        }
    }
    return text;
}

static size_t finish(writer *w) {
    if (w->size != 0) w->text[w->length < w->size ? w->length : w->size - 1] = 0;
    return w->length;
}

static const char *state_name(const parley_machine *machine, uint16_t state) {
    if (machine->words == NULL || state >= machine->n_states) return "";
    return machine->words->names[machine->words->where[state]];
}

size_t parley_state_text(const parley_machine *machine, uint16_t state, char *text, size_t size) {
    writer w = {text, size, 0};
    if (machine != NULL) {
        put_text(&w, machine->name);
        put_char(&w, '/');
        put_text(&w, state_name(machine, state));
    }
    return finish(&w);
}

static void put_got(writer *w, const parley_finding *finding) {
    const parley_machine *m = finding->machine;
    if (finding->got == PARLEY_SYMBOL_END)
        put_text(w, "end of stream");
    else if (finding->got < PARLEY_FIRST_SYMBOL)
        put_byte(w, finding->got);
    else if (m != NULL && m->words != NULL && finding->got - PARLEY_FIRST_SYMBOL < m->n_symbols)
        (void)put_filled(w, m->words->symbol_words[finding->got - PARLEY_FIRST_SYMBOL], finding);
}

size_t parley_got_text(const parley_finding *finding, char *text, size_t size) {
    writer w = {text, size, 0};
    put_got(&w, finding);
    return finish(&w);
}

size_t parley_message_text(const parley_finding *finding, char *text, size_t size) {
    writer w = {text, size, 0};
    const char *rest = put_filled(&w, finding->rule->message, finding);
    if (*rest != 0) {
        put_got(&w, finding);
        (void)put_filled(&w, rest + sizeof "{got}" - 1, finding);
    }
    return finish(&w);
}

const char *parley_duty_name(const parley_finding *finding) {
    const char *duty = finding->rule->duty;
    if (duty[0] != 'b') return duty;
    return parley_side_name(finding->side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT);
}

size_t parley_recipient_text(const parley_finding *finding, char *text, size_t size) {
    writer w = {text, size, 0};
    const char *all = finding->rule->recipient, *bar = all;
    while (*bar != 0 && !begins(bar, " | "))
        bar++;
    if (*bar != 0 && finding->side == PARLEY_SERVER) {
        put_text(&w, bar + 3);
    } else {
        while (all != bar)
            put_char(&w, *all++);
    }
    return finish(&w);
}

/* The i-th phrase of a state whose owner is one of those wanted (0: it belongs to nobody). Returns
 * how many there are. */
static size_t phrases_of(const parley_machine *m, uint16_t state, unsigned wanted, unsigned needed,
                         size_t i, const char **phrase) {
    if (m == NULL || m->words == NULL || state == 0 || state >= m->n_states) return 0;
    const parley_explanation *words = m->words;
    size_t n = 0;
    for (size_t k = words->expected_index[state]; k < words->expected_index[state + 1]; k++) {
        unsigned owner = words->phrase_owner[words->expected[k]];
        unsigned sides = owner & (PARLEY_OWNER_CLIENT | PARLEY_OWNER_SERVER);
        if ((sides != 0 && (sides & wanted) == 0) || (owner & needed) != needed) continue;
        if (n == i) *phrase = words->phrases[words->expected[k]];
        n++;
    }
    return n;
}

static unsigned owner_of(parley_side side) {
    return side == PARLEY_CLIENT ? PARLEY_OWNER_CLIENT : PARLEY_OWNER_SERVER;
}

size_t parley_expected_count(const parley_finding *finding) {
    const char *phrase = NULL;
    return phrases_of(finding->machine, finding->state, owner_of(finding->side), 0, 0, &phrase);
}

size_t parley_expected_text(const parley_finding *finding, size_t i, char *text, size_t size) {
    writer w = {text, size, 0};
    const char *phrase = "";
    (void)phrases_of(finding->machine, finding->state, owner_of(finding->side), 0, i, &phrase);
    (void)put_filled(&w, phrase, finding);
    return finish(&w);
}

/* An exchange says what goes on within it; the connection adds how it may end, and speaks alone
 * between exchanges. */
static size_t may_say(const parley_finding *finding, parley_side side, size_t i,
                      const char **phrase) {
    unsigned owner = owner_of(side);
    size_t n =
        phrases_of(finding->exchange_machine, finding->exchange_state, owner, owner, i, phrase);
    unsigned closing = finding->exchange_state != 0 ? (unsigned)PARLEY_OWNER_CLOSING : 0u;
    size_t from_exchange_closing = 0;
    if (closing != 0) {
        const char *unused = NULL;
        from_exchange_closing = phrases_of(finding->exchange_machine, finding->exchange_state,
                                           owner, owner | closing, 0, &unused);
    }
    if (from_exchange_closing != 0) return n;
    return n + phrases_of(finding->turn_machine, finding->turn_state, owner, owner | closing,
                          i >= n ? i - n : (size_t)-1, phrase);
}

size_t parley_may_count(const parley_finding *finding, parley_side side) {
    const char *phrase = NULL;
    return may_say(finding, side, 0, &phrase);
}

const char *parley_may_text(const parley_finding *finding, parley_side side, size_t i) {
    const char *phrase = "";
    (void)may_say(finding, side, i, &phrase);
    return phrase;
}

const char *parley_definition_text(const parley_machine *machine, uint16_t state) {
    if (machine == NULL || machine->words == NULL || state >= machine->n_states) return "";
    const char *source = machine->words->sources[machine->words->within[state]];
    return begins(source, "main = ") ? "" : source;
}
