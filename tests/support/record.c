/* A transcript's connections kept in memory. It listens to cli/capture and judges nothing. */
#include "record.h"
#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

static record_connection *record_find(record *recorded, uint32_t stream) {
    for (size_t i = 0; i < recorded->count; i++)
        if (recorded->connections[i].stream == stream) return &recorded->connections[i];
    fail_msg("stream %u was never opened", stream);
    return NULL;
}

void record_input(record_connection *talk, const parley_input *input) {
    if (talk->count == talk->room) {
        size_t room = talk->room * 2 + 16;
        parley_input *larger = realloc(talk->inputs, room * sizeof *larger);
        assert_non_null(larger);
        talk->inputs = larger;
        talk->room = room;
    }
    parley_input *copy = &talk->inputs[talk->count++];
    *copy = *input;
    copy->bytes = NULL;
    if (input->kind == PARLEY_BYTES) {
        uint8_t *bytes = malloc((size_t)input->length + 1);
        assert_non_null(bytes);
        memcpy(bytes, input->bytes, (size_t)input->length);
        copy->bytes = bytes;
    }
}

static void record_opened(void *context, connection *opened) {
    record *recorded = context;
    record_connection *larger =
        realloc(recorded->connections, (recorded->count + 1) * sizeof *larger);
    assert_non_null(larger);
    recorded->connections = larger;
    larger[recorded->count++] = (record_connection){.stream = opened->stream};
}

static void record_heard(void *context, connection *about, const parley_input *input) {
    record_input(record_find(context, about->stream), input);
}

static void record_event(void *context, connection *about, const connection_event *event) {
    (void)context, (void)about, (void)event;
}

static void record_finding(void *context, connection *about, const parley_finding *finding) {
    (void)context, (void)about, (void)finding;
}

static void record_closed(void *context, connection *about) {
    record_connection *done = record_find(context, about->stream);
    const parley_input stop = {.kind = PARLEY_STOP, .seen = PARLEY_SEEN_ALL};
    if (about->one_sided) done->flags |= PARLEY_ONE_SIDED;
    if (about->mid_stream) done->flags |= PARLEY_MID_STREAM;
    record_input(done, &stop);
}

record record_read(const char *path) {
    record recorded = {NULL, 0, ""};
    const transcript_options options = {0};
    const transcript_listener listener = {.context = &recorded,
                                          .opened = record_opened,
                                          .input = record_heard,
                                          .event = record_event,
                                          .finding = record_finding,
                                          .closed = record_closed};
    (void)transcript_read(path, &options, &listener, recorded.error, sizeof recorded.error);
    return recorded;
}

void record_free(record *recorded) {
    for (size_t c = 0; c < recorded->count; c++) {
        record_connection *talk = &recorded->connections[c];
        for (size_t i = 0; i < talk->count; i++)
            free((uint8_t *)(uintptr_t)talk->inputs[i].bytes);
        free(talk->inputs);
    }
    free(recorded->connections);
    *recorded = (record){NULL, 0, ""};
}
