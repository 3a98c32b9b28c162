/* An instant of a transcript: see position.h.
 *
 * It is found by judging the whole file once: which stream comes first, and where a message ends,
 * is not known before. */
#include "position.h"
#include "../memory.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define POSITION_BYTES 128
#define HOW_TO_WRITE                                                                               \
    "write client:21, server:0x42, t=0.045, \"frame 6\" or \"message 3\", with stream=N before "   \
    "it where another stream than the first is meant"

/* ---- reading ---- */

static bool number_read(const char *text, uint64_t *number) {
    bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *digits = hex ? text + 2 : text;
    size_t n = strspn(digits, hex ? "0123456789abcdefABCDEF" : "0123456789");
    if (n == 0 || digits[n] != 0 || n > (hex ? 15u : 18u)) return false;
    *number = strtoull(digits, NULL, hex ? 16 : 10);
    return true;
}

/* Seconds with at most nine digits behind the point, as nanoseconds. */
static bool time_read(const char *text, uint64_t *time) {
    size_t whole = strspn(text, "0123456789"), part = 0;
    uint64_t unit = 1000000000u;
    if (whole == 0 || whole > 9) return false;
    *time = strtoull(text, NULL, 10) * unit;
    if (text[whole] == 0) return true;
    if (text[whole] != '.') return false;
    for (const char *digit = text + whole + 1; *digit >= '0' && *digit <= '9'; digit++, part++) {
        unit /= 10;
        *time += (uint64_t)(*digit - '0') * unit;
    }
    return part > 0 && part <= 9 && text[whole + 1 + part] == 0;
}

/* One name and its value. Returns false if they are none. */
static bool part_take(at_position *position, const char *name, const char *value, bool *placed) {
    uint64_t stream;
    if (strcmp(name, "stream") == 0) {
        if (position->has_stream || !number_read(value, &stream) || stream > UINT32_MAX)
            return false;
        position->has_stream = true;
        position->stream = (uint32_t)stream;
        return true;
    }
    if (*placed) return false;
    *placed = true;
    if (strcmp(name, "t") == 0) {
        position->kind = AT_TIME;
        return time_read(value, &position->value);
    }
    if (strcmp(name, "client") == 0 || strcmp(name, "server") == 0) {
        position->kind = AT_BYTE;
        position->side = name[0] == 'c' ? PARLEY_CLIENT : PARLEY_SERVER;
        return number_read(value, &position->value);
    }
    position->kind = name[0] == 'f' ? AT_FRAME : AT_MESSAGE;
    return (strcmp(name, "frame") == 0 || strcmp(name, "message") == 0) &&
           number_read(value, &position->value) && position->value > 0;
}

int at_position_read(at_position *position, const char *const *words, size_t n, char *error,
                     size_t size) {
    char text[POSITION_BYTES] = "", whole[POSITION_BYTES], *rest = NULL;
    bool placed = false, right = true;
    *position = (at_position){.kind = AT_BYTE};
    for (size_t i = 0; i < n; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i > 0 ? " " : "",
                       words[i]);
    memcpy(whole, text, sizeof whole);
    for (char *name = strtok_r(text, " =:", &rest); name != NULL && right;
         name = strtok_r(NULL, " =:", &rest)) {
        const char *value = strtok_r(NULL, " =:", &rest);
        right = value != NULL && part_take(position, name, value, &placed);
    }
    if (right && placed) return 0;
    (void)snprintf(error, size, "%s: no position; %s", whole[0] != 0 ? whole : "at", HOW_TO_WRITE);
    return -1;
}

/* ---- finding ---- */

/* How well a stream fits: it ends at the position, it lies around it, it is what is meant. */
enum at_rank { RANK_NONE, RANK_BEFORE, RANK_AROUND, RANK_EXACT };

typedef struct at_seen {
    enum at_rank rank;
    uint64_t messages, end;
    parley_side side;
    bool by_end;
} at_seen;

typedef struct at_search {
    const at_position *position;
    at_seen best;
    uint32_t stream;
    uint64_t most;    /* the largest value that is there: bytes, frames, messages */
    uint32_t streams; /* that were judged */
    uint32_t around;  /* that were there at the time */
} at_search;

static bool is_meant(const at_position *position, const conversation *c) {
    return !position->has_stream || position->stream == c->connection->stream;
}

static void rank_raise(at_seen *seen, enum at_rank rank) {
    if (seen->rank < rank) seen->rank = rank;
}

static void search_opened(void *context, conversation *c) {
    const at_search *search = context;
    c->report = is_meant(search->position, c) ? memory_new(sizeof(at_seen)) : NULL;
}

static void most_raise(at_search *search, uint64_t value) {
    if (search->most < value) search->most = value;
}

static bool search_until(void *context, conversation *c, parley_input *input) {
    at_search *search = context;
    const at_position *position = search->position;
    at_seen *seen = c->report;
    if (seen == NULL || position->kind == AT_MESSAGE) return false;
    if (position->kind == AT_BYTE) {
        uint64_t from = c->lanes[input->side].length;
        bool bytes = input->kind == PARLEY_BYTES || input->kind == PARLEY_GAP;
        if (input->side != position->side || !bytes) return false;
        most_raise(search, from + input->length);
        if (position->value >= from && position->value - from < input->length)
            rank_raise(seen, RANK_EXACT);
        return false;
    }
    uint64_t now = position->kind == AT_TIME ? input->time : input->frame;
    most_raise(search, now);
    if (now <= position->value)
        rank_raise(seen,
                   position->kind == AT_FRAME && now == position->value ? RANK_EXACT : RANK_BEFORE);
    else if (seen->rank == RANK_BEFORE)
        seen->rank = RANK_AROUND;
    return false;
}

static bool ends_message(const parley_event *event) {
    return event->kind == PARLEY_EVENT_REQUEST_END || event->kind == PARLEY_EVENT_TEXT ||
           event->kind == PARLEY_EVENT_BINARY ||
           (event->kind == PARLEY_EVENT_RESPONSE_END && !event->interim);
}

static void search_event(void *context, conversation *c, const parley_event *event) {
    at_search *search = context;
    at_seen *seen = c->report;
    if (seen == NULL || search->position->kind != AT_MESSAGE || !ends_message(event)) return;
    most_raise(search, ++seen->messages);
    if (seen->messages != search->position->value) return;
    seen->rank = RANK_EXACT;
    seen->side = event->side;
    seen->end = event->span.offset + event->span.length;
    seen->by_end = c->piece != NULL && c->piece->kind != PARLEY_BYTES;
}

/* At the end of a stream that was judged. */
static void search_stopped(void *context, conversation *c) {
    at_search *search = context;
    const at_position *position = search->position;
    at_seen *seen = c->report;
    search->streams++;
    if (seen == NULL) return;
    if (position->kind == AT_BYTE && c->lanes[position->side].length == position->value)
        rank_raise(seen, RANK_BEFORE);
    if (position->kind == AT_TIME && seen->rank == RANK_BEFORE && c->connection->open)
        seen->rank = RANK_AROUND;
}

static void search_closed(void *context, conversation *c) {
    at_search *search = context;
    at_seen *seen = c->report;
    if (seen == NULL) return;
    uint32_t stream = c->connection->stream;
    search->around += seen->rank == RANK_AROUND;
    if (seen->rank > search->best.rank ||
        (seen->rank == search->best.rank && seen->rank != RANK_NONE && stream < search->stream)) {
        search->best = *seen;
        search->stream = stream;
    }
    free(seen);
}

static int not_found(const at_search *search, const char *name, char *error, size_t size) {
    static const char *const names[] = {"bytes of the client", "time", "frames", "messages"};
    const at_position *position = search->position;
    char where[32] = "";
    if (position->has_stream)
        (void)snprintf(where, sizeof where, " in stream %" PRIu32, position->stream);
    if (search->streams == 0)
        (void)snprintf(error, size,
                       "%s: no connection that parley can judge; parley list %s says why", name,
                       name);
    else if (position->kind == AT_TIME)
        (void)snprintf(error, size, "%s: nothing has happened%s at that time; parley show tells",
                       name, where);
    else
        (void)snprintf(error, size, "%s: no such position%s: there are %" PRIu64 " %s", name, where,
                       search->most,
                       position->kind == AT_BYTE && position->side == PARLEY_SERVER
                           ? "bytes of the server"
                           : names[position->kind]);
    return -1;
}

int at_position_find(at_position *position, const char *path, const char *name,
                     const judge_options *options, char *error, size_t size) {
    at_search search = {.position = position};
    const reporter teller = {.context = &search,
                             .opened = search_opened,
                             .until = search_until,
                             .event = search_event,
                             .stopped = search_stopped,
                             .closed = search_closed};
    tally counts;
    error[0] = 0;
    if (judge_file(path, name, options, &teller, &counts, error, size) != 0 &&
        search.best.rank == RANK_NONE)
        return -1;
    if (search.best.rank == RANK_NONE ||
        (position->kind == AT_FRAME && position->value > search.most))
        return not_found(&search, name, error, size);
    position->stream = search.stream;
    position->has_stream = true;
    position->others = position->kind == AT_TIME && search.around > 1 ? search.around - 1 : 0;
    position->end = search.best.end;
    position->by_end = search.best.by_end;
    if (position->kind == AT_MESSAGE) position->side = search.best.side;
    return 0;
}

/* ---- reaching ---- */

static void input_drop(parley_input *input) {
    input->kind = PARLEY_BYTES;
    input->length = 0;
}

/* Of this input, only what comes before offset. */
static bool input_cut(uint64_t offset, const conversation *c, parley_input *input) {
    uint64_t from = c->lanes[input->side].length;
    bool bytes = input->kind == PARLEY_BYTES || input->kind == PARLEY_GAP;
    if (bytes && from + input->length <= offset) return false;
    if (bytes && offset > from)
        input->length = offset - from;
    else
        input_drop(input);
    return true;
}

bool at_position_reached(const at_position *position, const conversation *c, parley_input *input) {
    bool other = position->stream != c->connection->stream;
    switch (position->kind) {
    case AT_TIME:
    case AT_FRAME:
        if ((position->kind == AT_TIME ? input->time : input->frame) <= position->value)
            return false;
        input_drop(input);
        return true;
    case AT_MESSAGE:
        if (other) return false;
        if (input->side != position->side && input->kind != PARLEY_RESET) return false;
        if (input->kind != PARLEY_BYTES && input->kind != PARLEY_GAP) return true;
        if (position->by_end || c->lanes[input->side].length + input->length < position->end)
            return false;
        input->length = position->end - c->lanes[input->side].length;
        return true;
    case AT_BYTE:
        break;
    }
    if (other || (input->side != position->side && input->kind != PARLEY_RESET)) return false;
    return input_cut(position->value, c, input);
}
