/* Reads one transcript, whatever kind it is: the first bytes tell.
 *
 * It must not know what is in a transcript. */
#include "packet.h"
#include "plain.h"
#include "raw.h"
#include "tcp_judge.h"
#include "text.h"
#include <stdlib.h>
#include <string.h>

/* What is to be said of the whole file. */
static void tell_file(const capture *c) {
    uint64_t frame = 0, missing = c->fragments ? fragments_missing(c->fragments, &frame) : 0;
    tcp_judge_file(c->listener, "tcp.capture.fragment-missing", missing, frame, 0);
    tcp_judge_file(c->listener, "tcp.capture.unknown-link", c->unknown_links, c->unknown_frame, 0);
    tcp_judge_file(c->listener, "tcp.capture.cut-packet", c->cut_frame != 0, c->cut_frame,
                   c->last_time);
}

static int read_packets(source *s, const transcript_listener *listener,
                        int (*read_file)(capture *)) {
    capture c = {.source = s, .listener = listener, .tcp = tcp_new(listener)};
    if (c.tcp == NULL) return source_fail(s, "needs more memory than there is");
    int status = read_file(&c);
    if (status != 0 && !s->failed) source_fail(s, "needs more memory than there is");
    tcp_finish(c.tcp);
    tell_file(&c);
    fragments_free(c.fragments);
    tcp_free(c.tcp);
    return s->failed ? -1 : 0;
}

static int read_source(source *s, const transcript_options *options,
                       const transcript_listener *listener) {
    const uint8_t *magic = source_need(s, 4);
    if (magic != NULL && pcap_recognise(magic)) return read_packets(s, listener, pcap_read);
    if (magic != NULL && pcapng_recognise(magic)) return read_packets(s, listener, pcapng_read);
    if (s->failed) return -1;
    if (plain_recognise(s, listener)) return plain_read(s, listener, options->raw_open);
    source_need(s, TEXT_PROBE);
    if (!s->failed && text_recognise(s->buffer + s->begin, source_have(s)))
        return text_read(s, listener);
    if (!s->failed && source_have(s) == 0)
        return source_fail(s, "is empty; give a pcap or pcapng capture, or a text transcript");
    return source_fail(
        s, "is no pcap, pcapng or text transcript (nor gzip of one); for raw bytes of a "
           "side use --as with --client or --server");
}

int transcript_read(const char *path, const transcript_options *options,
                    const transcript_listener *listener, char *error, size_t size) {
    if (path == NULL) return raw_read(options, listener, error, size);
    source s;
    int status = source_open(&s, path, error, size);
    if (status == 0) status = read_source(&s, options, listener);
    source_close(&s);
    return status;
}
