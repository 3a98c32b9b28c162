/* Transcripts that a test writes: see talk_file.h. */
#include "talk_file.h"
#include "cmocka_all.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

talk_file talk_open(void) {
    talk_file talk = {.path = "/tmp/parley-talk-XXXXXX"};
    int file = mkstemp(talk.path);
    assert_true(file >= 0);
    talk.out = fdopen(file, "wb");
    assert_non_null(talk.out);
    return talk;
}

talk_file talk_of(const void *bytes, size_t n) {
    talk_file talk = talk_open();
    if (n > 0) assert_int_equal(fwrite(bytes, 1, n, talk.out), n);
    talk_close(&talk);
    return talk;
}

void talk_time(talk_file *talk, uint64_t milliseconds) {
    fprintf(talk->out, "@ %" PRIu64 ".%03u\n", milliseconds / 1000,
            (unsigned)(milliseconds % 1000));
}

void talk_say(talk_file *talk, parley_side side, const void *bytes, size_t n, size_t piece) {
    const uint8_t *from = bytes;
    for (size_t i = 0; i < n; i++) {
        if (i % piece == 0) fprintf(talk->out, "%c: ", side == PARLEY_CLIENT ? 'C' : 'S');
        fprintf(talk->out, "\\x%02x", from[i]);
        if ((i + 1) % piece == 0 || i + 1 == n) fputs("\\\n", talk->out);
    }
}

void talk_text(talk_file *talk, parley_side side, const char *text) {
    talk_say(talk, side, text, strlen(text), strlen(text) + 1);
}

void talk_close(talk_file *talk) {
    assert_int_equal(fclose(talk->out), 0);
    talk->out = NULL;
}

void talk_remove(talk_file *talk) {
    (void)unlink(talk->path);
}
