/* A body without a conversation: see body_alone.h. */
#include "body_alone.h"
#include "hls/reader.h"
#include "hls/session.h"
#include "memory.h"
#include "sse/stream.h"
#include <stdlib.h>
#include <string.h>

#define LINES_MAX                                                                                  \
    (1u << 20) /* whose beginnings are kept, so that what lies there has its number                \
                */

typedef struct body_alone {
    hls_load load; /* no request, and a response of which nothing is known */
    message_head *head;
    sse_stream *stream;
    playlist_reader *reader;
    uint64_t *lines; /* where the lines of a playlist begin */
    size_t n_lines, size_lines;
    uint64_t end, line;
    bool over;
} body_alone;

static const char *const names[] = {[ALONE_SSE] = "sse", [ALONE_HLS] = "hls"};

alone_sort alone_named(const char *name) {
    for (int sort = ALONE_SSE; sort <= ALONE_HLS; sort++)
        if (strcmp(names[sort], name) == 0) return (alone_sort)sort;
    return ALONE_NONE;
}

/* Lists of songs and of channels begin with the same line. */
static bool has_tag(const uint8_t *bytes, size_t n) {
    static const char tag[] = "#EXT-X-";
    for (size_t i = 1; i + strlen(tag) <= n; i++)
        if ((bytes[i - 1] == '\n' || bytes[i - 1] == '\r') &&
            memcmp(bytes + i, tag, strlen(tag)) == 0)
            return true;
    return false;
}

bool alone_is_playlist(const uint8_t *bytes, size_t n) {
    static const char mark[] = "\xef\xbb\xbf", first[] = "#EXTM3U";
    size_t skip = n >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0 ? strlen(mark) : 0;
    return n - skip >= strlen(first) && memcmp(bytes + skip, first, strlen(first)) == 0 &&
           has_tag(bytes + skip, n - skip);
}

/* ---- playlists ---- */

static void line_keep(body_alone *body, uint64_t offset, uint64_t line) {
    if (line != body->n_lines + 1 || body->n_lines == LINES_MAX) return;
    if (body->n_lines == body->size_lines) {
        size_t size = body->size_lines ? 2 * body->size_lines : 64;
        uint64_t *larger = memory_grow(body->lines, size * sizeof *larger);
        if (larger == NULL) return;
        body->lines = larger;
        body->size_lines = size;
    }
    body->lines[body->n_lines++] = offset;
}

/* What only the end tells may lie on an earlier line. */
static uint64_t line_of(const body_alone *body, uint64_t offset) {
    size_t low = 0, high = body->n_lines;
    if (body->n_lines < body->line && offset >= body->lines[body->n_lines - 1]) return body->line;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (body->lines[middle] <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low : 1;
}

static void playlist_finding(void *user, const parley_finding *found) {
    const body_alone *body = user;
    parley_finding finding = *found;
    finding.side = PARLEY_SERVER;
    finding.turn = PARLEY_TURN_NOBODY;
    finding.frame = body->n_lines > 0 ? line_of(body, finding.span.offset) : body->line;
    body->load.app->finding(body->load.app->judge, body->load.c, &finding);
}

static void playlist_over(body_alone *body, body_end how) {
    body->load.over = (parley_event){.frame = body->line, .turn = PARLEY_TURN_NOBODY};
    if (how == BODY_COMPLETE) playlist_end(body->reader, body->end);
    playlist list = playlist_take(body->reader);
    hls_load_over(&body->load, &list, how);
    playlist_reader_free(body->reader);
    body->reader = NULL;
}

/* ---- any ---- */

static void playlist_begin(body_alone *body, conversation *c) {
    body->reader = playlist_reader_new(0, playlist_finding, body);
    body->load.n_url = strlen(c->file);
    if (body->load.n_url > sizeof body->load.url) body->load.n_url = sizeof body->load.url;
    memcpy(body->load.url, c->file, body->load.n_url);
}

static void stream_begin(body_alone *body, application *app, conversation *c) {
    body->stream = sse_stream_open(app, c, body->head, sse_session_alone(app, c, body->head));
}

static body_alone *body_begin(application *app, conversation *c, alone_sort sort) {
    body_alone *body = memory_new(sizeof *body);
    message_head *head = memory_new(sizeof *head);
    if (body != NULL && head != NULL) {
        head->side = PARLEY_SERVER;
        body->head = head;
        body->load = (hls_load){.app = app, .c = c, .response = head};
        if (sort == ALONE_SSE)
            stream_begin(body, app, c);
        else
            playlist_begin(body, c);
        if (body->stream != NULL || body->reader != NULL) return body;
    }
    free(head);
    free(body);
    return NULL;
}

void body_alone_open(application *app, conversation *c, alone_sort sort) {
    if (sort == ALONE_NONE) sort = ALONE_HLS;
    c->alone = body_begin(app, c, sort);
    c->ignored = c->alone == NULL;
    if (c->ignored)
        c->reason = "memory ran out";
    else
        conversation_speaks(c, names[sort]);
}

static void body_over(body_alone *body, body_end how) {
    const parley_event end = {
        .span = {body->end, 0}, .frame = body->line, .turn = PARLEY_TURN_NOBODY};
    if (body->over) return;
    body->over = true;
    if (body->stream != NULL)
        sse_stream_end(body->stream, how, &end);
    else
        playlist_over(body, how);
    body->stream = NULL;
}

void body_alone_input(conversation *c, const parley_input *input) {
    body_alone *body = c->alone;
    const body_piece piece = {.bytes = input->bytes,
                              .n = (size_t)input->length,
                              .offset = body->end,
                              .frame = input->frame,
                              .turn = PARLEY_TURN_NOBODY};
    c->piece = input;
    if (body->over) return;
    if (input->kind != PARLEY_BYTES) {
        body_over(body, BODY_COMPLETE);
        return;
    }
    body->line = input->frame;
    if (body->stream != NULL) {
        sse_stream_bytes(body->stream, &piece);
    } else {
        line_keep(body, body->end, body->line);
        playlist_read(body->reader, piece.bytes, piece.n, piece.offset, 1);
    }
    body->end += piece.n;
}

void body_alone_close(conversation *c) {
    body_alone *body = c->alone;
    if (body == NULL) return;
    body_over(body, BODY_OPEN);
    free(body->lines);
    free(body->head);
    free(body);
    c->alone = NULL;
}
