/* One line of parley show for an event of WebSocket: see show_websocket.h. */
#include "show_websocket.h"
#include "../report/escape.h"
#include "../report/quantity.h"
#include "../websocket/content.h"
#include <inttypes.h>
#include <string.h>

#define TEXT_LOOK 256 /* bytes of a text that a line may need */

/* RFC 6455 7.4.1 and IANA's registry */
static const char *code_name(uint16_t code) {
    static const char *const names[] = {
        "normal closure",   "going away",      "protocol error",    "unsupported data",
        "reserved",         "no status",       "abnormal closure",  "not what its type says",
        "policy violation", "message too big", "extension missing", "internal error",
        "service restart",  "try again later", "bad gateway",       "TLS handshake"};
    if (code >= 1000 && code - 1000u < sizeof names / sizeof names[0]) return names[code - 1000];
    if (code >= 3000 && code < 4000) return "of a library";
    if (code >= 4000 && code < 5000) return "private";
    return "unregistered";
}

/* The bytes escaped, in quotes, within so many columns. */
static void text_print(FILE *out, const uint8_t *bytes, size_t n, bool cut, size_t columns) {
    char text[4 * TEXT_LOOK + 8];
    size_t look = n < TEXT_LOOK ? n : TEXT_LOOK;
    /* not within a character, which would be told byte by byte */
    while (look < n && look > TEXT_LOOK - 4 && (bytes[look] & 0xc0) == 0x80)
        look--;
    (void)text_escape(text, sizeof text, bytes, look);
    bool more = cut || look < n;
    if (text_columns(text) + (more ? 3 : 0) > columns) {
        text_cut(text, columns);
        more = false;
    }
    fprintf(out, "\"%s%s\"", text, more ? "..." : "");
}

/* "[1,200 bytes, 300 compressed, 3 frames]" */
static void sizes_print(FILE *out, const conversation *c, const parley_event *event) {
    char size[QUANTITY_TEXT];
    const parley_websocket *about = &event->websocket;
    uint64_t length = 0;
    bool known = about->compressed && websocket_inflated(c, event, &length);
    fprintf(out, "  [%s", quantity_of(known ? length : about->payload_length, "byte", size));
    if (known)
        fprintf(out, ", %s compressed", quantity_grouped(about->payload_length, size));
    else if (about->compressed)
        fprintf(out, ", compressed");
    if (about->frames > 1) fprintf(out, ", %s", quantity_of(about->frames, "frame", size));
    fprintf(out, "]\n");
}

static void message_print(FILE *out, const conversation *c, const parley_event *event,
                          size_t columns) {
    size_t n;
    bool cut;
    const uint8_t *text = websocket_text(c, event, &n, &cut);
    if (event->kind == PARLEY_EVENT_BINARY) {
        fprintf(out, "binary");
    } else {
        fprintf(out, "text ");
        text_print(out, text, n, cut, columns);
    }
    sizes_print(out, c, event);
}

static void close_print(FILE *out, const conversation *c, const parley_event *event,
                        size_t columns) {
    size_t n;
    bool cut;
    const uint8_t *body = websocket_text(c, event, &n, &cut);
    fprintf(out, "close");
    if (event->websocket.code != 0)
        fprintf(out, " %u (%s)", (unsigned)event->websocket.code, code_name(event->websocket.code));
    else if (event->websocket.payload_length == 0)
        fprintf(out, " without a code");
    if (n > 2) {
        fputc(' ', out);
        text_print(out, body + 2, n - 2, cut, columns);
    }
    fputc('\n', out);
}

static void frame_print(FILE *out, const parley_event *event) {
    static const char *const names[16] = {[0] = "continuation", [1] = "text", [2] = "binary",
                                          [8] = "close",        [9] = "ping", [10] = "pong"};
    const parley_websocket *about = &event->websocket;
    const char *name = names[about->opcode & 15u];
    char size[QUANTITY_TEXT];
    fprintf(out, "  frame ");
    if (name != NULL)
        fprintf(out, "%s", name);
    else
        fprintf(out, "of opcode %u", (unsigned)about->opcode);
    for (unsigned i = 0; i < 3; i++)
        if ((about->rsv & 4u >> i) != 0) fprintf(out, " RSV%u", i + 1);
    fprintf(out, "%s  [%s]\n", about->fin ? "" : ", more follow",
            quantity_of(about->payload_length, "byte", size));
}

void websocket_event_print(FILE *out, const conversation *c, const parley_event *event,
                           size_t columns) {
    char size[QUANTITY_TEXT];
    switch (event->kind) {
    case PARLEY_EVENT_FRAME:
        frame_print(out, event);
        break;
    case PARLEY_EVENT_CLOSE:
        close_print(out, c, event, columns);
        break;
    case PARLEY_EVENT_PING:
    case PARLEY_EVENT_PONG:
        fprintf(out, "%s  [%s]\n", event->kind == PARLEY_EVENT_PING ? "ping" : "pong",
                quantity_of(event->websocket.payload_length, "byte", size));
        break;
    default:
        message_print(out, c, event, columns);
        break;
    }
}
