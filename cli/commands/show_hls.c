/* One line of parley show for a playlist or a segment: see show_hls.h. */
#include "show_hls.h"
#include "../report/escape.h"
#include "../report/quantity.h"
#include <inttypes.h>

#define URL_LOOK 256 /* bytes of an address that a line may need */

void hls_event_print(FILE *out, const application_event *event, size_t columns) {
    const hls_event *hls = event->hls;
    char url[4 * URL_LOOK + 8] = "", segments[QUANTITY_TEXT];
    size_t look = hls->n_url < URL_LOOK ? hls->n_url : URL_LOOK;
    if (look > 0) (void)text_escape(url, sizeof url, (const uint8_t *)hls->url, look);
    text_cut(url, columns);
    if (hls->playlist != NULL) {
        fprintf(out, "segment %s", url);
        if (hls->ranged)
            fprintf(out, " bytes %" PRIu64 "-%" PRIu64, hls->range_from,
                    hls->range_from + hls->range_length - 1);
    } else {
        fprintf(out, "%s playlist %s", hls->sort, url);
        if (hls->segments > 0)
            fprintf(out, " from %" PRIu64 " on %s", hls->media_sequence,
                    quantity_of(hls->segments, "segment", segments));
        if (hls->cut) fprintf(out, " and more than is read");
        if (hls->end_list) fprintf(out, ", ended");
    }
    if (event->exchange > 0) fprintf(out, "  [in response %" PRIu64 "]", event->exchange);
    putc('\n', out);
}
