/* Judges the connections of transcripts: see judge.h.
 *
 * Recognises what a connection speaks from its first bytes, feeds its conversation and hands on
 * what comes out, filtered by rules. The one judge of its own is that of compressed content
 * (content.h). */
#include "judge.h"
#include "content.h"
#include "content_judge.h"
#include "head_field.h"
#include "raw_order.h"
#include "session.h"
#include <stdlib.h>
#include <string.h>

#define ITEMS               32
#define MID_STREAM_ATTEMPTS (256 << 10) /* bytes of a side in which a beginning is looked for */
#define HELD_EVERYWHERE     (16u << 20) /* held of all connections until it is known what they are */

typedef struct judge {
    const judge_options *options;
    const reporter *teller;
    const char *file;
    tally *counts;
    session_memory *sessions; /* NULL: nothing is judged over several connections */
    bool raw;                 /* bytes of sides, without any order between them */
    size_t held, kept;        /* of all connections */
} judge;

bool rule_filter_passes(const rule_filter *filter, const char *id) {
    for (size_t i = 0; i < filter->n_without; i++)
        if (strcmp(filter->without[i], id) == 0) return false;
    for (size_t i = 0; i < filter->n_only; i++)
        if (strcmp(filter->only[i], id) == 0) return true;
    return filter->n_only == 0;
}

bool stream_set_has(const stream_set *set, uint32_t stream) {
    for (size_t i = 0; i < set->n; i++)
        if (stream >= set->ranges[i][0] && stream <= set->ranges[i][1]) return true;
    return set->n == 0;
}

static void finding_deliver(judge *j, conversation *c, const parley_finding *finding) {
    if (!rule_filter_passes(&j->options->rules, finding->rule->id)) {
        if (c != NULL && finding->rule->level == PARLEY_ERROR) c->left_out = true;
        return;
    }
    j->counts->levels[finding->rule->level]++;
    if (c != NULL) c->levels[finding->rule->level]++;
    if (j->teller->finding != NULL) j->teller->finding(j->teller->context, c, finding);
}

/* ---- feeding ---- */

/* What no machine can see: contents that do not decode, and rules over several connections. */
static void event_judge(judge *j, conversation *c, const parley_event *event) {
    parley_finding finding;
    if ((c->lanes[event->side].inflater != NULL || event->encoded) &&
        content_event(c, event, &finding))
        finding_deliver(j, c, &finding);
    if (j->sessions != NULL && session_event(j->sessions, c, event, &finding))
        finding_deliver(j, c, &finding);
}

static void event_deliver(judge *j, conversation *c, const parley_event *event) {
    if (event->kind == PARLEY_EVENT_REQUEST_HEAD || event->kind == PARLEY_EVENT_RESPONSE_HEAD) {
        c->lanes[event->side].head_offset = event->span.offset;
        c->lanes[event->side].head_end = event->span.offset + event->span.length;
        if (event->status == 101)
            c->n_upgrade = (uint8_t)head_field(c, event, "upgrade", c->upgrade, sizeof c->upgrade);
    }
    if (event->kind == PARLEY_EVENT_REQUEST_END ||
        (event->kind == PARLEY_EVENT_RESPONSE_END && !event->interim))
        c->lanes[event->side].messages++;
    if (event->kind == PARLEY_EVENT_CONTENT) return;
    if (event->kind == PARLEY_EVENT_SWITCH && event->protocol != NULL && event->protocol[0] != 0 &&
        strcmp(event->protocol, "tunnel") != 0)
        conversation_speaks(c, event->protocol);
    if (j->teller->event != NULL) j->teller->event(j->teller->context, c, event);
}

static void conversation_feed(judge *j, conversation *c, const parley_input *input) {
    parley_input rest = *input;
    parley_item items[ITEMS];
    bool more = true;
    if (input->kind == PARLEY_GAP) content_stop(&c->lanes[input->side].inflater);
    c->piece = input;
    if (input->kind != PARLEY_STOP) {
        c->last_time = input->time;
        c->last_frame = input->frame;
    }
    while (more) {
        size_t n = 0;
        uint64_t taken = parley_conversation_feed(&c->machine, &rest, items, ITEMS, &n, &more);
        for (size_t i = 0; i < n; i++) {
            if (items[i].is_finding) {
                finding_deliver(j, c, &items[i].as.finding);
                continue;
            }
            event_deliver(j, c, &items[i].as.event);
            event_judge(j, c, &items[i].as.event);
        }
        if (rest.kind == PARLEY_BYTES) rest.bytes += taken;
        rest.length -= taken;
        more = (more || rest.length > 0) && (taken > 0 || n > 0);
    }
    if (input->kind != PARLEY_STOP) {
        if (c->wants_bytes && j->teller->bytes != NULL)
            j->teller->bytes(j->teller->context, c, input);
        conversation_keep(c, input);
        if (input->kind != PARLEY_BYTES && j->sessions != NULL) session_ended(j->sessions, c);
    }
    c->piece = NULL;
}

static void conversation_begin(judge *j, conversation *c, parley_protocol protocol) {
    unsigned flags = PARLEY_CONTENT;
    if (c->connection->one_sided) flags |= PARLEY_ONE_SIDED;
    if (c->connection->mid_stream) flags |= PARLEY_MID_STREAM;
    c->protocol = protocol;
    c->started = true;
    parley_conversation_start(&c->machine, protocol, flags);
    conversation_speaks(c, parley_protocol_name(protocol));
    held_input *held = c->held;
    c->held = NULL;
    while (held != NULL) {
        held_input *next = held->next;
        conversation_feed(j, c, &held->input);
        free(held);
        held = next;
    }
    conversation_unhold(c);
}

/* ---- recognising ---- */

/* The first bytes of a side that follow each other, among the inputs held. Returns how many. */
static size_t held_bytes(const conversation *c, parley_side side, uint8_t *bytes) {
    size_t n = 0;
    for (const held_input *h = c->held; h != NULL && n < PARLEY_RECOGNISE_MAX; h = h->next) {
        if (h->input.side != side) continue;
        if (h->input.kind == PARLEY_GAP && n > 0) break;
        if (h->input.kind != PARLEY_BYTES) continue;
        size_t room = PARLEY_RECOGNISE_MAX - n;
        size_t add = h->input.length < room ? (size_t)h->input.length : room;
        memcpy(bytes + n, h->input.bytes, add);
        n += add;
    }
    return n;
}

/* A TLS record that holds a ClientHello. */
static bool bytes_are_tls(const uint8_t *bytes, size_t n) {
    return n >= 6 && bytes[0] == 0x16 && bytes[1] == 3 && bytes[2] <= 4 && bytes[5] == 1;
}

/* The preface of a client that speaks HTTP/2 from the first byte on. */
static bool bytes_are_http2(const uint8_t *bytes, size_t n) {
    static const char preface[] = "PRI * HTTP/2.0\r\n";
    return bytes != NULL && n >= strlen(preface) && memcmp(bytes, preface, strlen(preface)) == 0;
}

static void conversation_ignore(conversation *c, const uint8_t *client, size_t n) {
    c->ignored = true;
    c->reason = "no protocol that parley knows was recognised";
    if (bytes_are_tls(client, n)) {
        conversation_speaks(c, "tls");
        c->reason = "encrypted (TLS), and there are no keys";
    }
    if (bytes_are_http2(client, n)) {
        conversation_speaks(c, "http2");
        c->reason = "HTTP/2, which is not judged yet";
    }
    conversation_unhold(c);
}

/* What was held so far is no beginning: in a conversation whose beginning is missing it becomes a
 * hole. */
static void mid_stream_skip(conversation *c) {
    for (const held_input *h = c->held; h != NULL; h = h->next)
        if (h->input.kind == PARLEY_BYTES || h->input.kind == PARLEY_GAP)
            c->skipped[h->input.side] += h->input.length;
    conversation_unhold(c);
    c->skipping = true;
}

/* Any piece may be the first one that starts a message. */
static void mid_stream_retry(judge *j, conversation *c, const parley_input *input) {
    bool more = false, client = input->side == PARLEY_CLIENT;
    size_t n = input->length < PARLEY_RECOGNISE_MAX ? (size_t)input->length : PARLEY_RECOGNISE_MAX;
    parley_protocol found = PARLEY_UNKNOWN;
    if (input->kind == PARLEY_BYTES)
        found = client ? parley_recognise(input->bytes, n, NULL, 0, &more)
                       : parley_recognise(NULL, 0, input->bytes, n, &more);
    if (found == PARLEY_UNKNOWN) {
        c->skipped[input->side] += input->length;
        if (input->kind == PARLEY_RESET || c->skipped[input->side] > MID_STREAM_ATTEMPTS)
            conversation_ignore(c, NULL, 0);
        return;
    }
    conversation_begin(j, c, found);
    for (int side = 0; side < 2; side++) {
        parley_input hole = *input;
        hole.kind = PARLEY_GAP;
        hole.side = (parley_side)side;
        hole.bytes = NULL;
        hole.length = c->skipped[side];
        if (hole.length > 0) conversation_feed(j, c, &hole);
    }
    conversation_feed(j, c, input);
}

static void conversation_recognise(judge *j, conversation *c, const parley_input *input) {
    uint8_t client[PARLEY_RECOGNISE_MAX], server[PARLEY_RECOGNISE_MAX];
    bool more = false;
    if (c->held == NULL &&
        input->kind == PARLEY_BYTES) { /* mostly the first piece tells: nothing is copied */
        bool by_client = input->side == PARLEY_CLIENT;
        size_t n =
            input->length < PARLEY_RECOGNISE_MAX ? (size_t)input->length : PARLEY_RECOGNISE_MAX;
        parley_protocol found = parley_recognise(input->bytes, by_client ? n : 0, input->bytes,
                                                 by_client ? 0 : n, &more);
        if (found != PARLEY_UNKNOWN) {
            conversation_begin(j, c, found);
            conversation_feed(j, c, input);
            return;
        }
    }
    if (!conversation_hold(c, input, &j->held)) {
        c->ignored = true;
        c->reason = "memory ran out";
        return;
    }
    if (input->kind != PARLEY_BYTES) return;
    size_t n_client = held_bytes(c, PARLEY_CLIENT, client);
    size_t n_server = held_bytes(c, PARLEY_SERVER, server);
    bool full = j->held > HELD_EVERYWHERE; /* no more is waited for */
    more = false;
    parley_protocol found =
        parley_recognise(client, n_client, server, n_server, full ? NULL : &more);
    if (found != PARLEY_UNKNOWN)
        conversation_begin(j, c, found);
    else if (more && c->n_held[input->side] < PARLEY_RECOGNISE_MAX)
        return;
    else if (c->connection->mid_stream && !bytes_are_tls(client, n_client))
        mid_stream_skip(c);
    else
        conversation_ignore(c, client, n_client);
}

/* No more will come: what is held has to tell. */
static void recognise_at_last(judge *j, conversation *c) {
    uint8_t client[PARLEY_RECOGNISE_MAX], server[PARLEY_RECOGNISE_MAX];
    size_t n_client = held_bytes(c, PARLEY_CLIENT, client);
    size_t n_server = held_bytes(c, PARLEY_SERVER, server);
    parley_protocol found = parley_recognise(client, n_client, server, n_server, NULL);
    if (found != PARLEY_UNKNOWN)
        conversation_begin(j, c, found);
    else
        conversation_ignore(c, client, n_client);
}

/* ---- listening ---- */

static void raw_deliver(void *context, conversation *c, const parley_input *input) {
    conversation_feed(context, c, input);
}

static void listen_opened(void *context, connection *about) {
    judge *j = context;
    about->user = NULL;
    if (!stream_set_has(&j->options->streams, about->stream)) {
        j->counts->passed_over++;
        return;
    }
    conversation *c = conversation_open(about, j->file);
    about->user = c;
    if (c == NULL) return;
    c->kept_everywhere = &j->kept;
    if (j->teller->opened != NULL) j->teller->opened(j->teller->context, c);
    if (j->options->as != PARLEY_UNKNOWN) conversation_begin(j, c, j->options->as);
    if (c->started && j->raw && !about->one_sided) {
        c->raw = raw_order_open(raw_deliver, j);
    }
}

static void listen_input(void *context, connection *about, const parley_input *input) {
    judge *j = context;
    conversation *c = about->user;
    if (c == NULL || c->ignored) return;
    if (c->raw != NULL)
        raw_order_input(c->raw, c, input);
    else if (c->started)
        conversation_feed(j, c, input);
    else if (c->skipping)
        mid_stream_retry(j, c, input);
    else
        conversation_recognise(j, c, input);
}

static void listen_event(void *context, connection *about, const connection_event *event) {
    judge *j = context;
    if (about->user != NULL && j->teller->connection_event != NULL)
        j->teller->connection_event(j->teller->context, about->user, event);
}

static void listen_finding(void *context, connection *about, const parley_finding *finding) {
    judge *j = context;
    conversation *c = about != NULL ? about->user : NULL;
    if (c != NULL && strncmp(finding->rule->id, "tcp.open.", strlen("tcp.open.")) == 0 &&
        strchr(finding->rule->message, '{') == NULL)
        c->opening = finding->rule->message;
    if (about == NULL || c != NULL) finding_deliver(j, c, finding);
}

static parley_side listen_whose(void *context, connection *about) {
    conversation *c = about->user;
    (void)context;
    return c != NULL && c->raw != NULL ? raw_order_whose(c->raw, c) : PARLEY_CLIENT;
}

/* The verdict over all layers. */
static void conversation_conclude(conversation *c) {
    const connection *about = c->connection;
    if (c->levels[PARLEY_ERROR] > 0) {
        c->verdict = PARLEY_DEVIATES;
        c->reason = "";
    } else if (about->bytes[0] == 0 && about->bytes[1] == 0) {
        c->verdict = PARLEY_UNDECIDED;
        c->reason = c->opening[0] ? c->opening : "no data";
    } else if (!c->started) {
        c->verdict = PARLEY_UNDECIDED;
        if (c->reason[0] == 0) c->reason = "no protocol that parley knows was recognised";
    } else {
        c->verdict = parley_conversation_verdict(&c->machine);
        c->reason = parley_conversation_reason(&c->machine);
        if (c->verdict == PARLEY_DEVIATES) { /* by a rule that was filtered out */
            c->verdict = PARLEY_UNDECIDED;
            c->reason = "it breaks a rule that was left out";
        }
    }
}

static void listen_closed(void *context, connection *about) {
    judge *j = context;
    conversation *c = about->user;
    if (c == NULL) return;
    if (c->raw != NULL) {
        raw_order_end(c->raw, c);
        raw_order_free(c->raw);
    }
    if (!c->started && !c->ignored && c->held != NULL) recognise_at_last(j, c);
    if (c->started) {
        parley_input stop = {.kind = PARLEY_STOP, .seen = PARLEY_SEEN_ALL};
        stop.time = c->last_time;
        stop.frame = c->last_frame;
        conversation_feed(j, c, &stop);
        c->exchanges = parley_conversation_exchanges(&c->machine);
    }
    conversation_conclude(c);
    j->counts->conversations++;
    j->counts->exchanges += c->exchanges;
    j->counts->verdicts[c->verdict]++;
    j->counts->judged += c->verdict != PARLEY_UNDECIDED || c->left_out;
    if (j->teller->closed != NULL) j->teller->closed(j->teller->context, c);
    conversation_free(c);
    about->user = NULL;
}

int judge_file(const char *path, const char *file, const judge_options *options,
               const reporter *teller, tally *counts, char *error, size_t size) {
    judge j = {
        .options = options, .teller = teller, .file = file, .counts = counts, .raw = path == NULL};
    const transcript_listener listener = {.context = &j,
                                          .opened = listen_opened,
                                          .input = listen_input,
                                          .event = listen_event,
                                          .finding = listen_finding,
                                          .closed = listen_closed,
                                          .whose = listen_whose};
    *counts = (tally){0};
    j.sessions = session_memory_open();
    int result = transcript_read(path, &options->transcript, &listener, error, size);
    session_memory_free(j.sessions);
    if (teller->file_ended != NULL && (result == 0 || counts->conversations > 0))
        teller->file_ended(teller->context, file, counts);
    return result;
}
