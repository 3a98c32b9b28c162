/* Playlists of any bytes, whole and in pieces that the first byte chooses: the same is found, and
 * the same is kept. The second byte says how much of the end may be missing. */
#include "../../cli/hls/reader.h"

#include <stdlib.h>
#include <string.h>

typedef struct heard {
    uint64_t sum, n;
} heard;

static void add(heard *h, uint64_t value) {
    h->sum = (h->sum ^ value) * UINT64_C(0x100000001b3);
}

static void finding_hear(void *user, const parley_finding *f) {
    heard *h = user;
    char text[256];
    if (f->machine == NULL || f->state == 0 || f->state >= f->machine->n_states) abort();
    add(h, f->span.offset);
    add(h, (uint64_t)f->state << 16 | f->got);
    add(h, f->number);
    for (size_t i = 0; i < parley_expected_count(f); i++)
        add(h, parley_expected_text(f, i, text, sizeof text));
    h->n++;
}

static playlist read_in_pieces(const uint8_t *data, size_t n, size_t piece, bool ends, heard *h) {
    playlist_reader *r = playlist_reader_new(0, finding_hear, h);
    if (r == NULL) abort();
    for (size_t at = 0; at < n; at += piece)
        playlist_read(r, data + at, n - at < piece ? n - at : piece, at, 1);
    if (ends) playlist_end(r, n);
    playlist list = playlist_take(r);
    playlist_reader_free(r);
    return list;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    size_t n = size - 2, piece = data[0] % 16 + 1u;
    bool ends = (data[1] & 1) == 0;
    heard a = {0, 0}, b = {0, 0};
    playlist whole = read_in_pieces(data + 2, n, n + 1, ends, &a);
    playlist pieces = read_in_pieces(data + 2, n, piece, ends, &b);
    if (a.sum != b.sum || a.n != b.n) abort();
    if (whole.segments.n != pieces.segments.n || whole.text_n != pieces.text_n) abort();
    if (whole.text_n != 0 && memcmp(whole.text, pieces.text, whole.text_n) != 0) abort();
    if (whole.refused ? whole.segments.n != 0 : whole.bytes != n) abort();
    playlist_free(&whole);
    playlist_free(&pieces);
    return 0;
}
