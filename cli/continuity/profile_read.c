/* Reads a file of profiles: lines of a word and what belongs to it. See profile.h and
 * parley-sessions(5).
 *
 * What is wrong is told with file, line and remedy, and nothing of the file counts then. */
#include "../memory.h"
#include "profile.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES ((size_t)1 << 20)
#define PROFILES   256
#define LINE_BYTES 1024

/* The line that is read now, and where what is wrong with it goes. */
typedef struct reading {
    profile_list *list;
    const char *path;
    unsigned line;
    char *rest;     /* of the line */
    unsigned known; /* which of the words that stand once have stood in this profile */
    char *error;
    size_t size;
} reading;

static bool fail(const reading *r, const char *format, ...) {
    va_list arguments;
    int used = snprintf(r->error, r->size, "%s:%u: ", r->path, r->line);
    if (used < 0 || (size_t)used >= r->size) return false;
    va_start(arguments, format);
    (void)vsnprintf(r->error + used, r->size - (size_t)used, format, arguments);
    va_end(arguments);
    return false;
}

/* The next word of the line, "" where there is none. */
static char *word_take(reading *r) {
    char *word = r->rest + strspn(r->rest, " \t");
    char *end = word + strcspn(word, " \t");
    r->rest = end + (*end != 0);
    *end = 0;
    return word;
}

static char *rest_take(reading *r) {
    char *text = r->rest + strspn(r->rest, " \t");
    r->rest = text + strlen(text);
    return text;
}

static bool text_read(reading *r, const char *word, const char **text) {
    *text = word_take(r);
    if (**text == 0) return fail(r, "%s: nothing stands behind it; write one word", word);
    return true;
}

static bool number_read(reading *r, const char *word, uint64_t *number) {
    char *text = word_take(r), *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != 0 || errno != 0 || value > PROFILE_HIGHEST)
        return fail(r, "%s \"%s\": write a whole number, at most 9223372036854775807", word, text);
    *number = value;
    return true;
}

static bool choice_read(reading *r, const char *word, const char *one, const char *other,
                        bool *chosen) {
    char *text = word_take(r);
    *chosen = strcmp(text, one) == 0;
    if (*chosen || strcmp(text, other) == 0) return true;
    return fail(r, "%s \"%s\": write %s or %s", word, text, one, other);
}

static bool carrier_read(reading *r, carrier *found) {
    static const char *const names[] = {"plain", "socket.io", "graphql-transport-ws", "stomp",
                                        "mqtt"};
    char *text = word_take(r);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(text, names[i]) == 0) {
            *found = (carrier)i;
            return true;
        }
    return fail(r, "carrier \"%s\": write plain, socket.io, graphql-transport-ws, stomp or mqtt",
                text);
}

/* Which kinds of places a word takes. */
enum {
    IN_REQUEST = 1,    /* path query cookie header */
    IN_MESSAGE = 2,    /* /pointer whole field */
    IN_EVERYTHING = 4, /* all */
    WITH_VALUE = 8     /* a value may follow */
};

static bool pointer_read(const reading *r, const char *word, const char *text, value_place *found) {
    const char *fault = pointer_fault(text);
    if (fault != NULL) return fail(r, "%s %s: %s", word, text, fault);
    *found = (value_place){.kind = PLACE_POINTER, .name = text};
    return true;
}

static bool place_fault(const reading *r, const char *word, const char *text, unsigned kinds) {
    const char *request = "query NAME, cookie NAME or header NAME";
    const char *message = "a JSON Pointer as /seq, whole, or field NAME";
    if (kinds & IN_EVERYTHING)
        return fail(r, "%s \"%s\": write path, %s, a JSON Pointer as /token, or all", word, text,
                    request);
    if (kinds & IN_REQUEST)
        return fail(r, "%s \"%s\": write %s, or %s", word, text, request, message);
    return fail(r, "%s \"%s\": write %s", word, text, message);
}

static bool place_read(reading *r, const char *word, unsigned kinds, value_place *found) {
    static const struct {
        const char *name;
        place_kind kind;
        unsigned kinds;
        bool named;
    } known[] = {
        {"path", PLACE_PATH, IN_EVERYTHING, false}, {"query", PLACE_QUERY, IN_REQUEST, true},
        {"cookie", PLACE_COOKIE, IN_REQUEST, true}, {"header", PLACE_HEADER, IN_REQUEST, true},
        {"whole", PLACE_WHOLE, IN_MESSAGE, false},  {"field", PLACE_FIELD, IN_MESSAGE, true},
        {"all", PLACE_ALL, IN_EVERYTHING, false}};
    char *text = word_take(r);
    if (*text == '/' && !pointer_read(r, word, text, found)) return false;
    for (size_t i = 0; *text != '/' && i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(text, known[i].name) != 0 || (kinds & known[i].kinds) == 0) continue;
        *found = (value_place){.kind = known[i].kind, .name = ""};
        if (known[i].named && !text_read(r, text, &found->name)) return false;
    }
    if (found->kind == PLACE_NONE) return place_fault(r, word, text, kinds);
    if ((kinds & WITH_VALUE) == 0) return true;
    char *value = rest_take(r);
    if (*value != 0) found->value = value;
    return true;
}

static bool place_once(reading *r, const char *word, unsigned kinds, value_place *found) {
    if (found->kind != PLACE_NONE)
        return fail(r, "%s stands twice in this profile; leave one of them", word);
    return place_read(r, word, kinds, found);
}

static bool tie_read(reading *r, profile *p) {
    if (p->n_ties == PROFILE_TIES)
        return fail(r, "tie: more than %d; name only what a session has of its own", PROFILE_TIES);
    value_place *tie = &p->ties[p->n_ties++];
    return place_read(r, "tie", IN_REQUEST | IN_MESSAGE | IN_EVERYTHING, tie);
}

static bool range_read(reading *r, profile *p) {
    p->wraps = true;
    if (!number_read(r, "range", &p->low) || !number_read(r, "range", &p->high)) return false;
    return p->low < p->high ||
           fail(r, "range: the first number is the lowest; write it below the second");
}

static bool step_read(reading *r, profile *p) {
    if (!number_read(r, "step", &p->step)) return false;
    return p->step > 0 || fail(r, "step 0: a count grows; write at least 1");
}

/* "what /place" and then, optionally, "when /other VALUE". */
static bool subscription_read(reading *r, profile *p) {
    if (!place_once(r, "subscription", IN_MESSAGE, &p->subscription)) return false;
    char *when = word_take(r);
    if (*when == 0) return true;
    if (strcmp(when, "when") != 0)
        return fail(r, "subscription: \"%s\" behind the place; write when /pointer VALUE", when);
    return place_read(r, "when", IN_MESSAGE | WITH_VALUE, &p->subscribing);
}

/* Words that take a place in messages. */
static value_place *place_of(profile *p, const char *word, unsigned *kinds) {
    *kinds = IN_MESSAGE;
    if (strcmp(word, "counter") == 0) return &p->counter;
    if (strcmp(word, "client-counter") == 0) return &p->client_counter;
    if (strcmp(word, "id") == 0) return &p->id;
    if (strcmp(word, "key") == 0) return &p->key;
    if (strcmp(word, "acknowledgment") == 0) return &p->acknowledgment;
    *kinds = IN_MESSAGE | WITH_VALUE;
    if (strcmp(word, "accepted") == 0) return &p->accepted;
    if (strcmp(word, "refused") == 0) return &p->refused;
    if (strcmp(word, "unsubscription") == 0) return &p->unsubscribing;
    *kinds = IN_REQUEST | IN_MESSAGE;
    return strcmp(word, "resume") == 0 ? &p->resume : NULL;
}

/* Words that name no place; those that do see it by the place. */
static bool word_once(reading *r, const char *word) {
    static const char *const words[] = {"application", "host",  "path",  "carrier",      "step",
                                        "range",       "reset", "order", "resume-names", "strip"};
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) != 0) continue;
        if (r->known & 1U << i)
            return fail(r, "%s stands twice in this profile; leave one of them", word);
        r->known |= 1U << i;
    }
    return true;
}

static bool word_read(reading *r, profile *p, const char *word) {
    unsigned kinds;
    if (!word_once(r, word)) return false;
    value_place *where = place_of(p, word, &kinds);
    if (where != NULL) return place_once(r, word, kinds, where);
    if (strcmp(word, "application") == 0)
        return choice_read(r, word, "sse", "websocket", &p->event_stream);
    if (strcmp(word, "host") == 0) return text_read(r, word, &p->host);
    if (strcmp(word, "path") == 0) return text_read(r, word, &p->path);
    if (strcmp(word, "carrier") == 0) return carrier_read(r, &p->carrier);
    if (strcmp(word, "tie") == 0) return tie_read(r, p);
    if (strcmp(word, "step") == 0) return step_read(r, p);
    if (strcmp(word, "range") == 0) return range_read(r, p);
    if (strcmp(word, "reset") == 0) return choice_read(r, word, "connection", "never", &p->resets);
    if (strcmp(word, "order") == 0) return choice_read(r, word, "any", "growing", &p->any_order);
    if (strcmp(word, "resume-names") == 0)
        return choice_read(r, word, "next", "last", &p->resume_is_next);
    if (strcmp(word, "subscription") == 0) return subscription_read(r, p);
    if (strcmp(word, "strip") == 0) {
        p->strip = rest_take(r);
        return *p->strip != 0 || fail(r, "strip: nothing stands behind it; write what to take off");
    }
    return fail(r, "no word \"%s\" is known here; parley-sessions(5) lists them", word);
}

static bool profile_begin(reading *r) {
    profile_list *list = r->list;
    if (list->n == PROFILES)
        return fail(r, "more than %d profiles; let one pattern stand for several", PROFILES);
    profile *larger = memory_grow(list->items, (list->n + 1) * sizeof *larger);
    if (larger == NULL) return fail(r, "memory ran out");
    list->items = larger;
    profile *p = &list->items[list->n];
    *p = (profile){.step = 1, .high = PROFILE_HIGHEST, .line = r->line};
    if (!text_read(r, "profile", &p->name)) return false;
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].name, p->name) == 0)
            return fail(r, "profile %s: line %u has begun one of this name; choose another",
                        p->name, list->items[i].line);
    list->n++;
    r->known = 0;
    return true;
}

/* Only carriers and event streams have fields beside their text. */
static bool fields_agree(const reading *r, const profile *p) {
    const value_place *const places[] = {
        &p->counter, &p->client_counter, &p->id,           &p->key,     &p->resume,  &p->accepted,
        &p->refused, &p->acknowledgment, &p->subscription, &p->ties[0], &p->ties[1], &p->ties[2],
        &p->ties[3], &p->subscribing,    &p->unsubscribing};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (places[i]->kind == PLACE_FIELD && p->carrier == CARRIER_PLAIN && !p->event_stream)
            return fail(r, "profile %s: field %s is of a carrier; name one, or a JSON Pointer",
                        p->name, places[i]->name);
    return true;
}

static bool counts_agree(const reading *r, const profile *p) {
    bool counts = p->counter.kind != PLACE_NONE || p->client_counter.kind != PLACE_NONE;
    if (!counts &&
        (p->key.kind != PLACE_NONE || p->wraps || p->resets || p->any_order || p->step != 1))
        return fail(r,
                    "profile %s: key, step, range, reset and order are of a counter; add counter",
                    p->name);
    if (p->wraps && p->step > p->high - p->low)
        return fail(r, "profile %s: the step is larger than the range; write a smaller one",
                    p->name);
    return true;
}

/* What makes no sense together. */
static bool profile_agrees(reading *r, const profile *p) {
    r->line = p->line;
    if (p->subscription.kind == PLACE_NONE && p->unsubscribing.kind != PLACE_NONE)
        return fail(r, "profile %s: unsubscription without subscription; say what is subscribed to",
                    p->name);
    if (p->resume.kind == PLACE_NONE &&
        (p->accepted.kind != PLACE_NONE || p->refused.kind != PLACE_NONE))
        return fail(r, "profile %s: accepted and refused answer a resume point; add resume",
                    p->name);
    if (p->counter.kind != PLACE_NONE && p->id.kind != PLACE_NONE)
        return fail(r,
                    "profile %s: counter and id; an id that counts is a counter, leave the other",
                    p->name);
    if (p->event_stream && p->client_counter.kind != PLACE_NONE)
        return fail(r, "profile %s: the client says nothing in event streams; write counter",
                    p->name);
    if (p->event_stream && p->carrier != CARRIER_PLAIN)
        return fail(r, "profile %s: a carrier is for WebSocket; leave it out", p->name);
    if (p->resume.kind == PLACE_NONE && p->resume_is_next)
        return fail(r, "profile %s: resume-names without resume; add resume", p->name);
    if (p->carrier == CARRIER_MQTT && p->strip != NULL)
        return fail(r, "profile %s: nothing stands before packets of MQTT; leave strip out",
                    p->name);
    return fields_agree(r, p) && counts_agree(r, p);
}

static bool line_read(reading *r, char *line) {
    r->rest = line;
    size_t n = strlen(line);
    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t' || line[n - 1] == '\r'))
        line[--n] = 0;
    char *word = word_take(r);
    if (*word == 0 || *word == '#') return true;
    bool good;
    if (strcmp(word, "profile") == 0)
        good = profile_begin(r);
    else if (r->list->n == 0)
        return fail(r, "\"%s\" before the first profile; begin with a line profile NAME", word);
    else
        good = word_read(r, &r->list->items[r->list->n - 1], word);
    if (!good) return false;
    word = word_take(r);
    return *word == 0 || fail(r, "\"%s\" is too much on this line; take it away", word);
}

static bool lines_read(reading *r, char *text, size_t n) {
    bool marked = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0; /* editors put it there */
    for (char *line = text + (marked ? 3 : 0), *end = text + n; line < end;) {
        char *stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL) stop = end;
        *stop = 0;
        r->line++;
        if (strlen(line) != (size_t)(stop - line))
            return fail(r, "a zero byte; profiles are lines of text");
        if (stop - line > LINE_BYTES)
            return fail(r, "longer than %d bytes; write a line for each word", LINE_BYTES);
        if (!line_read(r, line)) return false;
        line = stop + 1;
    }
    if (r->line == 0) r->line = 1;
    if (r->list->n == 0) return fail(r, "no profile; begin with a line profile NAME");
    for (size_t i = 0; i < r->list->n; i++)
        if (!profile_agrees(r, &r->list->items[i])) return false;
    return true;
}

int profiles_read(profile_list *list, const char *path, char *error, size_t size) {
    reading r = {.list = list, .path = path, .error = error, .size = size};
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        (void)snprintf(error, size, "%s: %s; name a file of profiles, see parley-sessions(5)", path,
                       strerror(errno));
        return -1;
    }
    list->text = memory_new(FILE_BYTES + 1);
    size_t n = list->text != NULL ? fread(list->text, 1, FILE_BYTES, in) : 0;
    bool readable = list->text != NULL && !ferror(in), whole = readable && fgetc(in) == EOF;
    (void)fclose(in);
    if (list->text != NULL && whole) return lines_read(&r, list->text, n) ? 0 : -1;
    (void)snprintf(error, size, "%s: %s", path,
                   readable ? "longer than 1 MB; name a file of profiles"
                            : "cannot be read; name a file of profiles");
    return -1;
}
