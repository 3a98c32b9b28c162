/* What happens to packets on their way changes nothing: cut otherwise, out of order or repeated
 * they give the same bytes with the same `seen`; a lost packet leaves a hole where its bytes were,
 * and everything else as it was. */
#include "../support/cmocka_all.h"
#include "packets.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>

#define SEEDS  60
#define CHUNKS 40

static uint64_t seed;

static uint32_t random_below(uint32_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 16) % n);
}

/* One thing that a side sends. */
typedef struct chunk {
    int side;
    uint32_t from, n; /* stream bytes */
    uint32_t seen;    /* of the other side */
    unsigned flags;
} chunk;

typedef struct talk {
    chunk chunks[CHUNKS + 6];
    size_t n;
    uint32_t bases[2]; /* sequence numbers of the first bytes */
} talk;

static void talk_add(talk *t, int side, uint32_t from, uint32_t n, uint32_t seen, unsigned flags) {
    t->chunks[t->n++] = (chunk){side, from, n, seen, flags};
}

/* A conversation in which each side has often not seen yet what the other has sent. */
static talk make_talk(void) {
    talk t = {.bases = {random_below(UINT32_MAX), random_below(UINT32_MAX)}};
    uint32_t sent[2] = {0, 0}, seen[2] = {0, 0};
    for (size_t i = 0; i < CHUNKS; i++) {
        int side = (int)random_below(2);
        if (random_below(3) > 0) seen[side] += random_below(sent[1 - side] - seen[side] + 1);
        uint32_t n = random_below(4) ? 1 + random_below(60) : 0;
        talk_add(&t, side, sent[side], n, seen[side], ACK);
        sent[side] += n;
    }
    int first = (int)random_below(2);
    talk_add(&t, first, sent[first], 0, sent[1 - first], FIN | ACK);
    talk_add(&t, 1 - first, sent[1 - first], 0, sent[first] + 1, FIN | ACK);
    talk_add(&t, first, sent[first] + 1, 0, sent[1 - first] + 1, ACK);
    return t;
}

static uint8_t byte_at(int side, uint32_t offset) {
    return (uint8_t)((offset * 2654435761u >> 13) + (unsigned)side * 101u);
}

static void send_part(made_capture *m, const talk *t, const chunk *c, uint32_t from, uint32_t n,
                      unsigned flags) {
    uint8_t bytes[64];
    for (uint32_t i = 0; i < n; i++)
        bytes[i] = byte_at(c->side, from + i);
    made_segment(m, c->side, t->bases[c->side] + from, t->bases[1 - c->side] + c->seen, flags,
                 bytes, n);
}

/* cut: chunks come in random pieces. repeat: earlier ones are sent again, acknowledging more. */
static made_capture send_talk(const talk *t, bool cut, bool repeat) {
    made_capture m = made_start();
    made_segment(&m, CLIENT, t->bases[CLIENT] - 1, 0, SYN, NULL, 0);
    made_segment(&m, SERVER, t->bases[SERVER] - 1, t->bases[CLIENT], SYN | ACK, NULL, 0);
    made_segment(&m, CLIENT, t->bases[CLIENT], t->bases[SERVER], ACK, NULL, 0);
    for (size_t i = 0; i < t->n; i++) {
        const chunk *c = &t->chunks[i];
        for (uint32_t done = 0; cut && c->n - done > 1 && random_below(3);) {
            uint32_t n = 1 + random_below(c->n - done - 1);
            send_part(&m, t, c, c->from + done, n, ACK);
            done += n;
            if (c->n - done <= 1 || !random_below(2)) {
                send_part(&m, t, c, c->from + done, c->n - done, c->flags);
                goto sent;
            }
        }
        send_part(&m, t, c, c->from, c->n, c->flags);
    sent:
        if (repeat && i > 8 && random_below(3) == 0) {
            chunk again = t->chunks[i - 5 - random_below(4)];
            again.seen = 0;
            for (size_t k = 0; k <= i; k++)
                if (t->chunks[k].side == again.side && t->chunks[k].seen > again.seen)
                    again.seen = t->chunks[k].seen;
            send_part(&m, t, &again, again.from, again.n, ACK);
        }
    }
    return m;
}

static void swap_packets(made_capture *m, size_t reach) {
    for (size_t i = 0; i + 1 < m->n; i++) {
        size_t other = i + random_below((uint32_t)(reach < m->n - i ? reach : m->n - i));
        made_packet p = m->packets[i];
        m->packets[i] = m->packets[other];
        m->packets[other] = p;
    }
}

static void repeat_packets(made_capture *m) {
    made_capture twice = made_start();
    for (size_t i = 0; i < m->n; i++) {
        const made_packet *p = &m->packets[i];
        made_packet_add(&twice, p->bytes, p->captured, p->length);
        if (random_below(2)) made_packet_add(&twice, p->bytes, p->captured, p->length);
    }
    made_free(m);
    *m = twice;
}

static told *read_made(made_capture *m) {
    told *t = told_read(made_save(m, PCAP_MICRO_LE), NULL);
    assert_string_equal(t->error, "");
    assert_int_equal(t->n, 1);
    return t;
}

/* Both tell the same bytes, and that their senders had seen the same. */
static void assert_same(const told *a, const told *b) {
    assert_int_equal(b->errors, 0);
    for (int side = 0; side < 2; side++) {
        const told_stream *s = &a->streams[0], *u = &b->streams[0];
        assert_int_equal(s->last.bytes[side], u->last.bytes[side]);
        assert_int_equal(u->gaps[side], 0);
        assert_true(u->fin[side]);
        for (uint64_t i = 0; i < s->last.bytes[side]; i++) {
            assert_int_equal(s->bytes[side][i].byte, u->bytes[side][i].byte);
            assert_int_equal(s->bytes[side][i].seen, u->bytes[side][i].seen);
        }
    }
    assert_string_equal(a->streams[0].last.client, b->streams[0].last.client);
}

/* The talk itself says what has to come out. */
static told *read_truth(const talk *t) {
    made_capture m = send_talk(t, false, false);
    told *truth = read_made(&m);
    const told_stream *s = &truth->streams[0];
    for (size_t i = 0; i < t->n; i++) {
        const chunk *c = &t->chunks[i];
        for (uint32_t k = c->from; k < c->from + c->n; k++) {
            assert_int_equal(s->bytes[c->side][k].byte, byte_at(c->side, k));
            assert_int_equal(s->bytes[c->side][k].seen, c->seen);
            assert_int_equal(s->bytes[c->side][k].frame, i + 4);
        }
    }
    assert_false(s->last.open);
    made_free(&m);
    return truth;
}

/* Reads the talk once as it is and once changed, for many talks. */
static void compare_talks(bool cut, bool repeat, size_t reach, bool twice) {
    for (uint64_t i = 1; i <= SEEDS; i++) {
        seed = i * 0x9e3779b97f4a7c15u;
        talk t = make_talk();
        told *truth = read_truth(&t);
        made_capture m = send_talk(&t, cut, repeat);
        if (twice) repeat_packets(&m);
        if (reach > 0) swap_packets(&m, reach);
        told *changed = read_made(&m);
        assert_same(truth, changed);
        told_free(truth);
        told_free(changed);
        made_free(&m);
    }
}

static void segmentation_changes_nothing(void **state) {
    (void)state;
    compare_talks(true, false, 0, false);
}

static void retransmission_changes_nothing(void **state) {
    (void)state;
    compare_talks(false, true, 0, false);
    compare_talks(true, true, 0, false);
}

static void reordering_changes_nothing(void **state) {
    (void)state;
    compare_talks(false, false, 2, false);
    compare_talks(false, false, 5, false);
    compare_talks(true, false, 4, false);
}

static void repeated_packets_change_nothing(void **state) {
    (void)state;
    compare_talks(false, false, 0, true);
    compare_talks(true, false, 4, true);
}

/* Everything but the bytes of the lost packet is as it was; what came behind a lost end may be
 * missing too. */
static void assert_hole(const told *truth, const told *less, const talk *t, size_t lost) {
    const chunk *c = lost >= 3 ? &t->chunks[lost - 3] : NULL;
    assert_int_equal(less->errors, 0);
    for (int side = 0; side < 2; side++) {
        const told_stream *s = &truth->streams[0], *u = &less->streams[0];
        bool here = c != NULL && c->side == side;
        uint64_t n = u->last.bytes[side];
        if (n != s->last.bytes[side]) {
            assert_true(here && c->from + c->n == s->last.bytes[side]);
            assert_true(n == c->from || n == s->last.bytes[side] + (c->flags & FIN ? 1 : 0));
        }
        for (uint64_t i = 0; i < n && i < s->last.bytes[side]; i++) {
            bool hole = here && i >= c->from && i < c->from + c->n;
            assert_int_equal(u->bytes[side][i].missing, hole);
            assert_int_equal(u->bytes[side][i].byte, hole ? 0 : s->bytes[side][i].byte);
            if (!hole) assert_int_equal(u->bytes[side][i].seen, s->bytes[side][i].seen);
        }
    }
    assert_string_equal(truth->streams[0].last.client, less->streams[0].last.client);
}

static void lost_packet_leaves_one_hole(void **state) {
    (void)state;
    for (uint64_t i = 1; i <= SEEDS / 3; i++) {
        seed = i * 0x9e3779b97f4a7c15u;
        talk t = make_talk();
        told *truth = read_truth(&t);
        for (size_t lost = 0; lost < t.n + 3; lost++) {
            made_capture m = send_talk(&t, false, false);
            made_packet gone = m.packets[lost];
            memmove(&m.packets[lost], &m.packets[lost + 1], (--m.n - lost) * sizeof *m.packets);
            free(gone.bytes);
            told *less = read_made(&m);
            assert_hole(truth, less, &t, lost);
            told_free(less);
            made_free(&m);
        }
        told_free(truth);
    }
}

/* The client's FIN and the server's last byte were lost, and each side's probes bring a byte of
 * garbage with the number of what was lost. */
static void probes_bring_no_byte_of_what_was_lost(void **state) {
    (void)state;
    made_capture m = made_start();
    made_handshake(&m);
    made_segment(&m, CLIENT, 1001, 5001, ACK, "ask", 3);
    made_segment(&m, SERVER, 5001, 1004, ACK, "answe", 5);
    made_segment(&m, SERVER, 5006, 1005, ACK, NULL, 0);
    made_segment(&m, CLIENT, 1005, 5007, ACK, NULL, 0);
    made_segment(&m, CLIENT, 1004, 5007, ACK, "\0", 1);
    made_segment(&m, SERVER, 5006, 1005, ACK, "\0", 1);
    told *t = read_made(&m);
    told_text(t, 0, PARLEY_CLIENT, "ask");
    told_text(t, 0, PARLEY_SERVER, "answe");
    told_free(t);
    made_free(&m);
}

/* All that the capture holds of a connection: its last packets, two of them in the wrong order. */
static void fin_may_come_behind_its_acknowledgment(void **state) {
    (void)state;
    made_capture m = made_start();
    made_segment(&m, CLIENT, 1001, 5002, FIN | ACK, NULL, 0);
    made_segment(&m, SERVER, 5001, 1001, FIN | ACK, NULL, 0);
    made_segment(&m, SERVER, 5002, 1002, ACK, NULL, 0);
    told *t = read_made(&m);
    assert_false(told_has(t, "tcp.close.moved-fin"));
    assert_true(told_has(t, "tcp-fin server 0+0 frame 2"));
    assert_false(t->streams[0].last.open);
    told_free(t);
    made_free(&m);
}

/* What it repeats is a byte, or a FIN, that was sent before the capture began. */
static void capture_may_begin_with_a_probe(void **state) {
    (void)state;
    for (int ended = 0; ended < 2; ended++) {
        made_capture m = made_start();
        made_segment(&m, SERVER, 5001, 1001, ACK, "\0", 1);
        made_segment(&m, CLIENT, 1001, 5002, ACK, NULL, 0);
        made_segment(&m, SERVER, 5001, 1001, ended ? FIN | ACK : ACK, "known", ended ? 0 : 5);
        told *t = read_made(&m);
        assert_int_equal(t->errors, 0);
        assert_false(told_has(t, "tcp.close.moved-fin"));
        told_text(t, 0, PARLEY_SERVER, ended ? "" : "known");
        told_free(t);
        made_free(&m);
    }
}

static void probe_without_a_byte_is_no_hole(void **state) {
    (void)state;
    made_capture m = made_start();
    made_segment(&m, CLIENT, 1000, 5001, ACK, NULL, 0); /* a keep-alive probe */
    made_segment(&m, SERVER, 5001, 1001, ACK, NULL, 0);
    made_segment(&m, CLIENT, 1001, 5001, ACK, "ask", 3);
    made_segment(&m, SERVER, 5001, 1004, ACK, "answer", 6);
    told *t = read_made(&m);
    assert_int_equal(t->streams[0].gaps[PARLEY_CLIENT], 0);
    told_text(t, 0, PARLEY_CLIENT, "ask");
    told_text(t, 0, PARLEY_SERVER, "answer");
    told_free(t);
    made_free(&m);
}

/* Its number tells that more was said before it. */
static void reset_shows_what_was_lost_before_it(void **state) {
    (void)state;
    static const char *const gaps[] = {"tcp-gap server 11+1", "tcp-gap server 11+2"};
    static const char *const resets[] = {"tcp-reset server 12+0", "tcp-reset server 13+0"};
    for (uint32_t i = 0; i < 2; i++) {
        made_capture m = made_start();
        made_handshake(&m);
        made_segment(&m, SERVER, 5001, 1001, ACK, "half an ans", 11);
        made_segment(&m, SERVER, 5013 + i, 1001, RST | ACK, NULL, 0);
        told *t = read_made(&m);
        assert_true(told_has(t, gaps[i]));
        assert_true(told_has(t, "tcp.stream.gap-unacknowledged server 11"));
        assert_true(told_has(t, resets[i]));
        told_free(t);
        made_free(&m);
    }
}

/* The server's FIN was lost; all that the client says from then on counts it as seen. */
static void lost_fin_was_seen_by_all_that_count_it(void **state) {
    (void)state;
    made_capture m = made_start();
    made_handshake(&m);
    made_segment(&m, SERVER, 5001, 1001, ACK, "answer", 6);
    made_segment(&m, CLIENT, 1001, 5008, ACK, "ask", 3);
    made_segment(&m, CLIENT, 1004, 5008, FIN | ACK, NULL, 0);
    told *t = read_made(&m);
    assert_int_equal(t->streams[0].gaps[PARLEY_SERVER], 0);
    assert_int_equal(t->streams[0].fin_seen[PARLEY_CLIENT], 7);
    told_free(t);
    made_free(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segmentation_changes_nothing),
        cmocka_unit_test(retransmission_changes_nothing),
        cmocka_unit_test(reordering_changes_nothing),
        cmocka_unit_test(repeated_packets_change_nothing),
        cmocka_unit_test(lost_packet_leaves_one_hole),
        cmocka_unit_test(probes_bring_no_byte_of_what_was_lost),
        cmocka_unit_test(fin_may_come_behind_its_acknowledgment),
        cmocka_unit_test(capture_may_begin_with_a_probe),
        cmocka_unit_test(probe_without_a_byte_is_no_hole),
        cmocka_unit_test(reset_shows_what_was_lost_before_it),
        cmocka_unit_test(lost_fin_was_seen_by_all_that_count_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
