/* One line of parley show for an event of Server-Sent Events: see show_sse.h. */
#include "show_sse.h"
#include "../report/escape.h"
#include "../report/quantity.h"
#include <inttypes.h>

#define TEXT_LOOK  256 /* bytes of a text that a line may need */
#define ID_COLUMNS 24

/* The bytes escaped, within so many columns; not cut within a character. */
static void bytes_print(FILE *out, const uint8_t *bytes, size_t n, bool cut, size_t columns) {
    char text[4 * TEXT_LOOK + 8] = "";
    size_t look = n < TEXT_LOOK ? n : TEXT_LOOK;
    while (look < n && look > TEXT_LOOK - 4 && (bytes[look] & 0xc0) == 0x80)
        look--;
    if (look > 0) (void)text_escape(text, sizeof text, bytes, look);
    bool more = cut || look < n;
    if (text_columns(text) + (more ? 3 : 0) > columns) {
        text_cut(text, columns);
        more = false;
    }
    fprintf(out, "%s%s", text, more ? "..." : "");
}

void sse_event_print(FILE *out, const application_event *event, size_t columns) {
    const sse_event *sse = event->sse;
    char size[QUANTITY_TEXT];
    fprintf(out, "event ");
    bytes_print(out, sse->type, sse->n_type, sse->type_cut, ID_COLUMNS);
    if (sse->n_id > 0) {
        fprintf(out, " id ");
        bytes_print(out, sse->id, sse->n_id, sse->id_cut, ID_COLUMNS);
    }
    fprintf(out, " \"");
    bytes_print(out, sse->data, sse->n_data, sse->data_cut, columns);
    fprintf(out, "\"  [");
    if (event->exchange > 0) fprintf(out, "in response %" PRIu64 ", ", event->exchange);
    fprintf(out, "%s]\n", quantity_of(event->span.length, "byte", size));
}
