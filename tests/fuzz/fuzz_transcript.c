/* Fuzzes cli/capture: any file at all is read as a transcript, and what comes out must keep the
 * promises of cli/transcript.h: offsets go on without a break, every connection that was opened is
 * closed, errors are told. */
#include "../../cli/transcript.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct heard {
    size_t open;
    uint64_t bytes;
} heard;

static void hear_opened(void *context, connection *about) {
    heard *all = context;
    all->open++;
    about->user = calloc(2, sizeof(uint64_t));
    if (about->user == NULL) abort();
}

static void hear_input(void *context, connection *about, const parley_input *input) {
    heard *all = context;
    uint64_t *bytes = about->user;
    if (input->side > PARLEY_SERVER || input->kind >= PARLEY_STOP) abort();
    if (input->kind != PARLEY_BYTES && input->kind != PARLEY_GAP) return;
    if (input->length == 0) abort();
    bytes[input->side] += input->length;
    for (uint64_t i = 0; input->kind == PARLEY_BYTES && i < input->length; i++)
        all->bytes += input->bytes[i];
}

static void hear_event(void *context, connection *about, const connection_event *event) {
    (void)context, (void)about;
    if (strncmp(event->name, "tcp-", 4) != 0) abort();
}

static void hear_finding(void *context, connection *about, const parley_finding *finding) {
    (void)context, (void)about;
    if (finding->rule == NULL) abort();
}

static void hear_closed(void *context, connection *about) {
    heard *all = context;
    const uint64_t *bytes = about->user;
    if (all->open == 0 || bytes[0] != about->bytes[0] || bytes[1] != about->bytes[1]) abort();
    all->open--;
    free(about->user);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char path[] = "/tmp/parley-fuzz-XXXXXX";
    static int file = -1;
    if (file < 0) file = mkstemp(path);
    if (file < 0 || ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size)
        abort();
    heard all = {0, 0};
    char error[512] = "";
    const transcript_options options = {0};
    const transcript_listener listener = {.context = &all,
                                          .opened = hear_opened,
                                          .input = hear_input,
                                          .event = hear_event,
                                          .finding = hear_finding,
                                          .closed = hear_closed};
    int status = transcript_read(path, &options, &listener, error, sizeof error);
    if (all.open != 0 || (status != 0) != (error[0] != '\0') || strchr(error, '\n') != NULL)
        abort();
    return 0;
}
