/* What offers of permessage-deflate and answers to them have to be (RFC 7692 7.1). */
#include "expect_deflate.h"
#include <string.h>

const char *const deflate_parameters[DEFLATE_PARAMETERS] = {
    "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits",
    "client_max_window_bits"};

typedef struct cursor {
    const char *text;
    uint64_t at, offset;
    parley_side side;
    opinion *o;
} cursor;

/* The first fault of a value is told; those behind it may be read no more. */
static void said(const cursor *c, const char *rule, uint64_t from, uint64_t to) {
    bool first = true;
    for (size_t i = 0; i < c->o->n; i++)
        if (c->o->list[i].side == c->side) first = false;
    if (first)
        opinion_must(c->o, rule, c->side, c->offset + from)->to = c->offset + to;
    else
        (void)opinion_may(c->o, rule, c->side, c->offset + from, c->offset + to);
}

static bool looking_at(const cursor *c, char wanted) {
    return c->text[c->at] == wanted;
}

static void skip_space(cursor *c) {
    while (looking_at(c, ' '))
        c->at++;
}

/* The digits of a window, quoted or not: 8 to 15, no zero before. Returns it, or 0, with *wrong the
 * place of the first byte that no right value has there. */
static unsigned window_read(const char *digits, uint64_t n, uint64_t *wrong) {
    *wrong = 0;
    if (n == 0) return 0;
    if (digits[0] == '8' || digits[0] == '9') {
        *wrong = 1;
        return n == 1 ? (unsigned)(digits[0] - '0') : 0;
    }
    if (digits[0] != '1') return 0;
    *wrong = 1;
    if (n == 1 || digits[1] < '0' || digits[1] > '5') return 0;
    *wrong = 2;
    return n == 2 ? 10 + (unsigned)(digits[1] - '0') : 0;
}

static int parameter_number(const char *name, uint64_t n) {
    for (int i = 0; i < DEFLATE_PARAMETERS; i++)
        if (strlen(deflate_parameters[i]) == n && memcmp(deflate_parameters[i], name, n) == 0)
            return i;
    return -1;
}

static void value_read(cursor *c, deflate_terms *terms, int parameter) {
    const uint64_t equals = c->at++;
    const bool quoted = looking_at(c, '"');
    if (quoted) c->at++;
    const uint64_t from = c->at;
    while (!looking_at(c, ';') && !looking_at(c, ',') && !looking_at(c, '"') &&
           !looking_at(c, '\0'))
        c->at++;
    const uint64_t n = c->at - from;
    if (quoted) c->at++;
    if (parameter == SERVER_TAKEOVER || parameter == CLIENT_TAKEOVER) {
        said(c, "deflate.no-takeover-value", equals, equals);
        terms->wrong = true;
    } else if (parameter >= 0) {
        uint64_t wrong;
        terms->bits[parameter] = window_read(c->text + from, n, &wrong);
        if (terms->bits[parameter] != 0) return;
        said(c, "deflate.window-bits-value", from + wrong, from + wrong);
        terms->wrong = true;
    }
}

static void parameter_read(cursor *c, deflate_terms *terms) {
    const uint64_t semicolon = c->at++;
    skip_space(c);
    const uint64_t from = c->at;
    while (!looking_at(c, ';') && !looking_at(c, ',') && !looking_at(c, '=') &&
           !looking_at(c, '\0'))
        c->at++;
    const uint64_t end = c->at;
    const int parameter = parameter_number(c->text + from, end - from);
    const bool again = parameter >= 0 && terms->has[parameter];
    if (looking_at(c, '='))
        value_read(c, terms, parameter);
    else if (parameter == SERVER_WINDOW ||
             (parameter == CLIENT_WINDOW && c->side == PARLEY_SERVER)) {
        said(c, "deflate.window-bits-without-value", end, end);
        terms->wrong = true;
    }
    if (parameter < 0) said(c, "deflate.parameter-unknown", from, end);
    if (again) said(c, "deflate.parameter-repeated", semicolon, c->at);
    if (parameter < 0 || again) {
        terms->wrong = true;
        return;
    }
    terms->has[parameter] = true;
    terms->semicolon[parameter] = c->offset + semicolon;
    terms->at[parameter] = c->offset + from;
    terms->end[parameter] = c->offset + c->at;
}

void deflate_read(const char *value, uint64_t offset, parley_side side, deflate_terms *terms,
                  opinion *o) {
    static const char name[] = "permessage-deflate";
    *terms = (deflate_terms){.there = false};
    const char *begin = strstr(value, name);
    if (begin == NULL) return;
    cursor c = {.text = value, .offset = offset, .side = side, .o = o};
    terms->there = true;
    terms->name = offset + (uint64_t)(begin - value);
    c.at = (uint64_t)(begin - value) + sizeof name - 1;
    while (looking_at(&c, ';'))
        parameter_read(&c, terms);
    terms->over = offset + c.at;
}

static const char larger[] = "deflate.window-larger-than-offered";

static void window_compare(const deflate_terms *offer, const deflate_terms *answer,
                           uint64_t head_end, opinion *o) {
    if (!offer->has[SERVER_WINDOW]) return;
    const unsigned most = offer->bits[SERVER_WINDOW];
    if (answer->has[SERVER_WINDOW] && answer->bits[SERVER_WINDOW] > most)
        opinion_must(o, larger, PARLEY_SERVER, answer->at[SERVER_WINDOW])->to =
            answer->end[SERVER_WINDOW];
    else if (!answer->has[SERVER_WINDOW] && most < 15)
        opinion_must(o, larger, PARLEY_SERVER, answer->name)->to = head_end;
    else if (!answer->has[SERVER_WINDOW]) /* a window of 15 is all there is */
        opinion_may(o, larger, PARLEY_SERVER, answer->name, head_end);
}

/* The window of the client was not offered: the first byte from which no parameter follows that may
 * stand there. */
static uint64_t client_window_place(const deflate_terms *answer) {
    const uint64_t at = answer->at[CLIENT_WINDOW];
    bool before[DEFLATE_PARAMETERS];
    for (int i = 0; i < DEFLATE_PARAMETERS; i++)
        before[i] = answer->has[i] && answer->at[i] < at;
    if (!before[CLIENT_TAKEOVER]) return at + sizeof "client_" - 1;
    return before[SERVER_TAKEOVER] && before[SERVER_WINDOW] ? answer->semicolon[CLIENT_WINDOW] : at;
}

bool deflate_compare(const deflate_terms *offer, const deflate_terms *answer, uint64_t head_end,
                     opinion *o) {
    static const char not_offered[] = "deflate.client-window-not-offered";
    static const char takeover[] = "deflate.takeover-not-honoured";
    if (!answer->there) return false;
    bool sure = offer->there && !offer->wrong && !answer->wrong;
    if (!offer->there)
        opinion_must(o, "open.extension-not-offered", PARLEY_SERVER, answer->name)->to =
            answer->over;
    else if (offer->wrong) /* it had to be declined */
        opinion_may(o, "open.extension-not-offered", PARLEY_SERVER, answer->name, answer->over);
    if (!sure) {
        opinion_may(o, not_offered, PARLEY_SERVER, answer->name, head_end);
        opinion_may(o, larger, PARLEY_SERVER, answer->name, head_end);
        opinion_may(o, takeover, PARLEY_SERVER, answer->name, head_end);
        return !offer->there;
    }
    const size_t before = o->n;
    if (answer->has[CLIENT_WINDOW] && !offer->has[CLIENT_WINDOW])
        opinion_must(o, not_offered, PARLEY_SERVER, client_window_place(answer));
    if (offer->has[SERVER_TAKEOVER] && !answer->has[SERVER_TAKEOVER])
        opinion_must(o, takeover, PARLEY_SERVER, answer->name)->to = head_end;
    window_compare(offer, answer, head_end, o);
    /* of several reasons why the answer does not fit, one is enough */
    bool wrong = false;
    for (size_t i = before; i < o->n; i++) {
        wrong |= o->list[i].must;
        if (o->n > before + 1) o->list[i].must = false;
    }
    return wrong;
}
