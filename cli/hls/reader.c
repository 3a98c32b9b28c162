/* Reads the bytes of a playlist through the machines: see reader.h. */
#include "../../grammars/hls/symbols.h"
#include "../memory.h"
#include "hls_attributes.h"
#include "hls_kind.h"
#include "hls_once.h"
#include "hls_playlist.h"
#include "hls_segments.h"
#include "hls_sequence.h"
#include "hls_text.h"
#include "reading.h"

#include <stdlib.h>
#include <string.h>

#define EVENT(number) (UINT32_C(1) << (number))

/* The machines that look at the order of lines, and which lines say something to each. */
static const struct {
    const parley_machine *machine;
    uint16_t hears[5];
} orders[] = {
    {&parley_hls_kind, {LINE_MEDIA, LINE_MULTIVARIANT, LINES_END}},
    {&parley_hls_segments, {LINE_DURATION, LINE_VARIANT, LINE_URI, LINES_END}},
    {&parley_hls_sequence,
     {LINE_MEDIA_SEQUENCE, LINE_DISCONTINUITY_SEQUENCE, LINE_DISCONTINUITY, LINE_URI, LINES_END}},
    {&parley_hls_once, {LINE_VERSION, LINE_STEERING, LINE_SKIP, LINES_END}},
};
#define ORDERS (sizeof orders / sizeof orders[0])

playlist_reader *playlist_reader_new(uint64_t offset, playlist_listener *listener, void *user) {
    playlist_reader *r = memory_new(sizeof *r);
    if (r == NULL) return NULL;
    playlist_init(&r->list);
    r->list.begin = r->list.end = r->offset = offset;
    r->listener = listener;
    r->user = user;
    r->text_state = parley_hls_text.start;
    r->line_state = parley_hls_playlist.start;
    for (size_t i = 0; i < ORDERS; i++)
        r->order_states[i] = orders[i].machine->start;
    return r;
}

void playlist_reader_free(playlist_reader *r) {
    if (r == NULL) return;
    playlist_free(&r->list);
    free(r->line);
    free(r);
}

const playlist *playlist_so_far(const playlist_reader *r) {
    return &r->list;
}

playlist playlist_take(playlist_reader *r) {
    playlist taken = r->list;
    playlist_init(&r->list);
    return taken;
}

playlist_place playlist_where(const playlist_reader *r) {
    playlist_place place = {.machine = &parley_hls_playlist,
                            .state = r->line_state,
                            .line = r->line_number + 1,
                            .tag = r->tag != NULL ? r->tag->name : NULL};
    if (!r->in_list) return place;
    place.machine = &parley_hls_attributes;
    place.state = r->list_state;
    if (r->in_value && r->n_attributes > 0) {
        const attribute *last = &r->attributes[r->n_attributes - 1];
        place.attribute = r->line + last->name;
        place.n_attribute = last->name_n;
    }
    return place;
}

bool playlist_is_hls(const playlist_reader *r) {
    uint64_t shared = UINT64_C(1) << HLS_OTHER_TAG | UINT64_C(1) << HLS_EXTINF;
    return r->list.refused || (r->seen & ~shared) != 0;
}

uint64_t playlist_findings_left_out(const playlist_reader *r) {
    return r->left_out;
}

/* ---- findings ---- */

/* Of the bytes of one line a rule is told once; of the characters of a playlist, too. */
static bool finding_wanted(playlist_reader *r, const parley_machine *machine,
                           const parley_rule *rule, bool once_a_line) {
    size_t i = (size_t)(rule - parley_hls_rules);
    bool again = r->finding_line[i] == r->line_number + 1;
    r->finding_line[i] = r->line_number + 1;
    if (once_a_line && again) return false;
    if (r->findings[i] >= (machine == &parley_hls_text ? 1 : SAME_FINDINGS)) {
        r->left_out++;
        return false;
    }
    r->findings[i]++;
    return true;
}

static void finding_tell(playlist_reader *r, const parley_machine *machine, uint16_t state,
                         uint16_t got, const parley_rule *rule, uint64_t offset, uint64_t number) {
    bool at_end = r->list.complete && offset == r->list.end;
    if (r->listener == NULL) return;
    /* a tab is told as the control character that it is */
    bool blank = rule == &parley_hls_rules[HLS_RULE_PLAYLIST_STRAY_WHITESPACE] ||
                 rule == &parley_hls_rules[HLS_RULE_ATTRIBUTE_WHITESPACE];
    if (got == '\t' && blank) return;
    parley_finding finding = {.rule = rule,
                              .side = PARLEY_SERVER,
                              .span = {offset, at_end ? 0 : 1},
                              .machine = machine,
                              .state = state,
                              .got = got,
                              .number = number,
                              .message_offset = r->line_at,
                              .content_offset = r->list.begin};
    r->listener(r->user, &finding);
}

/* What an action list asks for. Returns the events as bits. */
static uint32_t actions_take(playlist_reader *r, const parley_machine *machine, uint16_t action,
                             uint16_t from, uint16_t got, uint64_t offset) {
    uint32_t events = 0;
    for (size_t i = machine->action_index[action]; i < machine->action_index[action + 1]; i++) {
        unsigned kind = PARLEY_OP_KIND(machine->ops[i]);
        unsigned operand = PARLEY_OP_OPERAND(machine->ops[i]);
        if (kind == PARLEY_OP_MARK) {
            r->mark.offset = offset;
            r->mark.state = from;
            r->mark.got = got;
        }
        if (kind == PARLEY_OP_EVENT) events |= EVENT(operand);
        if (kind != PARLEY_OP_RULE && kind != PARLEY_OP_LATE) continue;
        const parley_rule *rule = &machine->rules[operand];
        if (!finding_wanted(r, machine, rule, true)) continue;
        if (kind == PARLEY_OP_LATE)
            finding_tell(r, machine, r->mark.state, r->mark.got, rule, r->mark.offset, 0);
        else
            finding_tell(r, machine, from, got, rule, offset, 0);
    }
    return events;
}

uint32_t reader_step(playlist_reader *r, const parley_machine *machine, uint16_t *state,
                     uint16_t symbol, uint64_t offset) {
    uint16_t from = *state;
    uint16_t action = parley_machine_symbol(machine, state, symbol);
    return action != 0 ? actions_take(r, machine, action, from, symbol, offset) : 0;
}

void reader_tell(playlist_reader *r, const parley_machine *machine, uint16_t question,
                 uint16_t answer, uint64_t offset, uint64_t number) {
    uint16_t state = machine->start;
    (void)parley_machine_symbol(machine, &state, question);
    uint16_t from = state;
    uint16_t action = parley_machine_symbol(machine, &state, answer);
    for (size_t i = machine->action_index[action]; i < machine->action_index[action + 1]; i++) {
        if (PARLEY_OP_KIND(machine->ops[i]) != PARLEY_OP_RULE) continue;
        const parley_rule *rule = &machine->rules[PARLEY_OP_OPERAND(machine->ops[i])];
        if (finding_wanted(r, machine, rule, false))
            finding_tell(r, machine, from, answer, rule, offset, number);
    }
}

/* ---- lines ---- */

static void line_keep(playlist_reader *r, uint8_t byte) {
    if (r->line_n == r->line_room) {
        uint32_t room = r->line_room != 0 ? r->line_room * 2 : 256;
        char *grown = room <= LINE_ROOM ? memory_grow(r->line, room) : NULL;
        if (grown == NULL) {
            r->line_cut = r->list.cut = true;
            return;
        }
        r->line = grown;
        r->line_room = room;
    }
    r->line[r->line_n++] = (char)byte;
}

/* To which kind of playlist a line belongs. */
static uint16_t line_kind(uint16_t line) {
    switch (line) {
    case LINE_MEDIA_SEQUENCE:
    case LINE_DISCONTINUITY_SEQUENCE:
    case LINE_DISCONTINUITY:
    case LINE_DURATION:
    case LINE_SKIP:
        return LINE_MEDIA;
    case LINE_VARIANT:
    case LINE_STEERING:
        return LINE_MULTIVARIANT;
    default:
        return line;
    }
}

static bool order_hears(size_t i, uint16_t line) {
    for (size_t k = 0; k < sizeof orders[i].hears / sizeof orders[i].hears[0]; k++)
        if (orders[i].hears[k] == line) return true;
    return false;
}

static void order_hear(playlist_reader *r, uint16_t line, uint64_t offset) {
    for (size_t i = 0; i < ORDERS; i++) {
        uint16_t symbol = orders[i].machine == &parley_hls_kind ? line_kind(line) : line;
        if (!order_hears(i, symbol)) symbol = LINE_OTHER;
        (void)reader_step(r, orders[i].machine, &r->order_states[i], symbol, offset);
    }
}

/* What a line is to the order of lines; 0 where it says nothing. */
static uint16_t line_symbol(const playlist_reader *r) {
    if (!r->is_uri) return r->tag != NULL ? r->tag->line : 0;
    /* in a multivariant playlist a URI that no variant waits for is nobody's segment */
    bool lone = r->list.kind == PLAYLIST_MULTIVARIANT && !r->variant_waits;
    return lone ? LINE_OTHER : LINE_URI;
}

static void line_done(playlist_reader *r) {
    uint16_t symbol = line_symbol(r);
    if (symbol != 0) {
        order_hear(r, symbol, r->line_at);
        line_apply(r);
    }
    r->line_number++;
    r->line_n = 0;
    r->line_begun = r->line_cut = r->line_wrong = r->is_uri = r->in_name = false;
    r->tag = NULL;
    r->n_attributes = 0;
}

/* ---- names ---- */

/* Does the machine wait for what the name means? */
static bool name_possible(const playlist_reader *r) {
    uint16_t state = r->line_state;
    (void)parley_machine_symbol(&parley_hls_playlist, &state, TAG_COMMENT);
    return state != 0;
}

static bool name_goes_on(const playlist_reader *r, uint8_t byte) {
    uint16_t state = r->line_state;
    (void)parley_machine_symbol(&parley_hls_playlist, &state, byte);
    return state != 0;
}

static bool begins_as_tag(const char *name, size_t n) {
    return n >= 3 && memcmp(name, "EXT", 3) == 0;
}

static void name_end(playlist_reader *r) {
    const char *name = r->line != NULL ? r->line + r->hash : "";
    size_t n = r->line_n - r->hash;
    uint16_t form = begins_as_tag(name, n) ? TAG_UNKNOWN : TAG_COMMENT;
    r->in_name = false;
    r->tag = hls_tag_find(name, n, false);
    if (r->tag != NULL)
        form = r->tag->form;
    else if (hls_tag_find(name, n, true) != NULL)
        form = TAG_SMALL;
    r->list.foreign |= r->tag == NULL && form != TAG_COMMENT;
    r->value = r->line_n + 1;
    (void)reader_step(r, &parley_hls_playlist, &r->line_state, form, r->line_at);
    if (form == TAG_LIST) list_begin(r);
}

/* ---- bytes ---- */

static void text_step(playlist_reader *r, uint16_t symbol) {
    uint16_t from = r->text_state;
    (void)reader_step(r, &parley_hls_text, &r->text_state, symbol, r->offset);
    if (r->text_state != 0 || symbol >= PARLEY_FIRST_SYMBOL) return;
    r->text_state = parley_hls_text.start;
    if (from == parley_hls_text.start) return;
    /* the byte that cut a character short may begin another one */
    (void)parley_machine_symbol(&parley_hls_text, &r->text_state, symbol);
    if (r->text_state == 0) r->text_state = parley_hls_text.start;
}

static void line_step(playlist_reader *r, uint8_t byte);

/* The line does not fit from this byte on. */
static void line_resume(playlist_reader *r, uint8_t byte) {
    bool first = r->line_number == 0;
    r->line_state = parley_hls_playlist.start;
    if (r->after_cr) { /* a CR alone is taken for the end of its line */
        r->after_cr = false;
        line_done(r);
        (void)parley_machine_symbol(&parley_hls_playlist, &r->line_state, RESUME_LINE);
        line_step(r, byte);
        return;
    }
    r->line_wrong = true;
    /* what does not even begin like a line of a playlist is something else */
    if (first && r->line_n <= 1 && byte != '#' && byte != '\r' && byte != '\n') {
        r->list.refused = true;
        return;
    }
    (void)parley_machine_symbol(&parley_hls_playlist, &r->line_state, RESUME_REST);
    (void)reader_step(r, &parley_hls_playlist, &r->line_state, byte, r->offset);
    if (byte == '\n') line_done(r);
}

static void line_step(playlist_reader *r, uint8_t byte) {
    bool ends = byte == '\r' || byte == '\n';
    if (!r->line_begun) {
        r->line_begun = true;
        r->line_at = r->offset;
    }
    if (r->in_name && !name_goes_on(r, byte)) name_end(r);
    if (ends && r->in_list) list_end(r);
    if (!ends) line_keep(r, byte);
    uint32_t events = reader_step(r, &parley_hls_playlist, &r->line_state, byte, r->offset);
    if (r->line_state == 0) {
        line_resume(r, byte);
        return;
    }
    r->after_cr = byte == '\r' && (events & EVENT(EV_LINE_END)) == 0;
    if ((events & EVENT(EV_URI)) != 0) {
        r->is_uri = true;
        r->value = r->line_n - 1;
    }
    if ((events & EVENT(EV_LIST_BYTE)) != 0) list_byte(r, byte);
    if (byte == '#' && name_possible(r)) {
        r->in_name = true;
        r->hash = r->line_n;
    }
    if ((events & EVENT(EV_LINE_END)) != 0) line_done(r);
}

void playlist_read(playlist_reader *r, const uint8_t *bytes, size_t n, uint64_t offset,
                   unsigned stride) {
    for (size_t i = 0; i < n && !r->list.refused; i++) {
        r->offset = offset + i * stride;
        r->list.bytes++;
        text_step(r, bytes[i]);
        line_step(r, bytes[i]);
    }
    r->list.end = offset + n * stride;
}

/* ---- the end ---- */

static void last_line_end(playlist_reader *r) {
    if (r->in_name) name_end(r);
    if (r->in_list) list_end(r);
    uint16_t action = parley_machine_end(&parley_hls_playlist, r->line_state);
    if (action != 0)
        (void)actions_take(r, &parley_hls_playlist, action, r->line_state, PARLEY_SYMBOL_END,
                           r->offset);
    if (r->line_begun) line_done(r);
}

void playlist_end(playlist_reader *r, uint64_t offset) {
    r->offset = r->list.end = offset;
    r->list.complete = true;
    if (r->list.refused) return;
    text_step(r, TEXT_END);
    last_line_end(r);
    r->line_at = offset;
    if (r->list.bytes == 0) r->list.refused = true;
    if (r->list.refused) return;
    order_hear(r, LINES_END, offset);
    version_judge(r);
    if (r->list.kind == PLAYLIST_MEDIA) media_judge(r);
    if (r->list.kind == PLAYLIST_MULTIVARIANT) multivariant_judge(r);
}
