/* What a network does to packets changes no finding: each capture of real programs is judged again
 * with its packets reordered, repeated and cut into smaller segments. And a capture that lost a
 * packet never accuses anybody: no finding of level error comes that the whole capture has not.
 *
 * It writes captures itself, and knows as much of Ethernet, IPv4 and TCP as that needs. */
#include "../../cli/judge.h"
#include "../support/cmocka_all.h"
#include "../support/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FILE_HEADER = 24,
    PACKET_HEADER = 16,
    ETHERNET = 14,
    LINE = 160,
    RUNS = 6,
    LOSSY_RUNS = 24,
    KINDS = 7,
    MOST_LOST = 120
};

typedef struct packet {
    const uint8_t *bytes; /* within the file; its time stands before it */
    uint32_t length;
} packet;

typedef struct capture {
    const char *path;
    uint8_t *file;
    packet *packets;
    size_t count;
} capture;

/* A capture that is being written. */
typedef struct damaged {
    char path[64];
    FILE *file;
    uint32_t written;
} damaged;

static uint32_t number_le(const uint8_t *at) {
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static capture capture_load(const char *path) {
    capture loaded = {.path = path};
    size_t length = 0;
    loaded.file = (uint8_t *)file_read(path, &length);
    assert_non_null(loaded.file);
    assert_true(length > FILE_HEADER && number_le(loaded.file) == 0xa1b2c3d4 &&
                number_le(loaded.file + 20) == 1);
    loaded.packets = calloc(length / PACKET_HEADER, sizeof *loaded.packets);
    assert_non_null(loaded.packets);
    for (size_t at = FILE_HEADER; at + PACKET_HEADER <= length;) {
        uint32_t n = number_le(loaded.file + at + 8);
        at += PACKET_HEADER;
        assert_true(n <= length - at);
        loaded.packets[loaded.count++] = (packet){loaded.file + at, n};
        at += n;
    }
    return loaded;
}

static void capture_free(capture *loaded) {
    free(loaded->file);
    free(loaded->packets);
}

static damaged damaged_start(const capture *from) {
    damaged made = {"/tmp/parley-damage-XXXXXX", NULL, 0};
    int handle = mkstemp(made.path);
    assert_true(handle >= 0);
    made.file = fdopen(handle, "wb");
    assert_non_null(made.file);
    assert_int_equal(fwrite(from->file, 1, FILE_HEADER, made.file), FILE_HEADER);
    return made;
}

/* Writes a packet with the time that another one had; kept of its bytes are in the capture. */
static void damaged_put(damaged *made, const packet *at_time_of, const uint8_t *bytes,
                        uint32_t kept, uint32_t length) {
    uint8_t header[PACKET_HEADER];
    memcpy(header, at_time_of->bytes - PACKET_HEADER, 8);
    for (size_t i = 8; i < sizeof header; i++)
        header[i] = (uint8_t)((i < 12 ? kept : length) >> (8 * (i % 4)));
    assert_int_equal(fwrite(header, 1, sizeof header, made->file), sizeof header);
    assert_int_equal(fwrite(bytes, 1, kept, made->file), kept);
    made->written++;
}

static void damaged_add(damaged *made, const packet *at_time_of, const uint8_t *bytes,
                        uint32_t length) {
    damaged_put(made, at_time_of, bytes, length, length);
}

/* The findings of a capture that do not speak of packets: a line each, sorted. A connection is
 * named by its ports, which no damage changes. */
typedef struct findings {
    char (*lines)[LINE];
    size_t count;
} findings;

/* The longest pause of a connection, and which of two connections asked first: packets that change
 * places change that, too. */
static bool is_of_moments(const parley_rule *rule) {
    return strcmp(rule->id, "http1.turn.idle") == 0 ||
           strcmp(rule->id, "hls.fetch.out-of-order") == 0;
}

static void findings_add(void *context, conversation *of, const parley_finding *finding) {
    findings *all = context;
    if (of == NULL || strncmp(finding->rule->id, "tcp.", 4) == 0) return;
    if (is_of_moments(finding->rule)) return;
    char(*larger)[LINE] = realloc(all->lines, (all->count + 1) * sizeof *larger);
    assert_non_null(larger);
    all->lines = larger;
    const char *a = strrchr(of->connection->client, ':'), *b = strrchr(of->connection->server, ':');
    assert_non_null(a);
    assert_non_null(b);
    bool swap = strcmp(a, b) > 0;
    snprintf(larger[all->count++], LINE, "%d %s%s %s %s %llu+%llu", (int)finding->rule->level,
             swap ? b : a, swap ? a : b, finding->rule->id, parley_side_name(finding->side),
             (unsigned long long)finding->span.offset, (unsigned long long)finding->span.length);
}

static int line_compare(const void *a, const void *b) {
    return strcmp(a, b);
}

static findings findings_of(const char *path) {
    findings all = {NULL, 0};
    const judge_options options = {.as = PARLEY_UNKNOWN};
    const reporter teller = {.context = &all, .finding = findings_add};
    tally counts = {0};
    char error[512];
    if (judge_file(path, path, &options, &teller, &counts, error, sizeof error) != 0)
        fail_msg("%s", error);
    if (all.count > 0) qsort(all.lines, all.count, LINE, line_compare);
    return all;
}

static findings damaged_judge(damaged *made) {
    assert_int_equal(fclose(made->file), 0);
    findings all = findings_of(made->path);
    unlink(made->path);
    return all;
}

/* The same findings, every one, or a message that names the first that differs. */
static void findings_equal(const capture *from, const char *how, uint64_t seed,
                           const findings *whole, const findings *other) {
    for (size_t i = 0; i < whole->count || i < other->count; i++) {
        const char *before = i < whole->count ? whole->lines[i] : "nothing";
        const char *after = i < other->count ? other->lines[i] : "nothing";
        if (strcmp(before, after) != 0)
            fail_msg("%s, %s (seed %llu): was: %s; is: %s", from->path, how,
                     (unsigned long long)seed, before, after);
    }
}

static uint64_t random_next(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static uint64_t packet_time(const packet *one) {
    return number_le(one->bytes - PACKET_HEADER) * UINT64_C(1000000) +
           number_le(one->bytes - PACKET_HEADER + 4);
}

/* Packets change places with near ones, which came within a tenth of a second; the handshakes stay
 * in front, or who is the client would be a guess. */
static findings judge_reordered(const capture *from, uint64_t seed) {
    packet *order = malloc(from->count * sizeof *order);
    assert_non_null(order);
    memcpy(order, from->packets, from->count * sizeof *order);
    for (size_t i = 0; i + 3 < from->count; i++) {
        size_t other = i + 1 + random_next(&seed) % 3;
        const uint8_t *flags_i = order[i].bytes + ETHERNET + 20 + 13;
        const uint8_t *flags_other = order[other].bytes + ETHERNET + 20 + 13;
        uint64_t apart = packet_time(&from->packets[other]) - packet_time(&from->packets[i]);
        if (random_next(&seed) % 4 != 0 || apart > 100000 || (*flags_i & 2) != 0 ||
            (*flags_other & 2) != 0)
            continue;
        packet swapped = order[i];
        order[i] = order[other];
        order[other] = swapped;
    }
    damaged made = damaged_start(from);
    for (size_t i = 0; i < from->count; i++)
        damaged_add(&made, &from->packets[i], order[i].bytes, order[i].length);
    free(order);
    return damaged_judge(&made);
}

static findings judge_repeated(const capture *from, uint64_t seed) {
    damaged made = damaged_start(from);
    for (size_t i = 0; i < from->count; i++) {
        damaged_add(&made, &from->packets[i], from->packets[i].bytes, from->packets[i].length);
        size_t back = random_next(&seed) % 6;
        if (back < 3 && back <= i)
            damaged_add(&made, &from->packets[i], from->packets[i - back].bytes,
                        from->packets[i - back].length);
    }
    return damaged_judge(&made);
}

static void number_be_put(uint8_t *at, size_t size, uint32_t number) {
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(number >> (8 * (size - 1 - i)));
}

/* Writes the part [first, first + n) of a packet's payload as a packet of its own. */
static void segment_add(damaged *made, const packet *whole, uint32_t head, uint32_t first,
                        uint32_t n, bool last) {
    uint8_t *copy = malloc(head + n);
    assert_non_null(copy);
    memcpy(copy, whole->bytes, head);
    memcpy(copy + head, whole->bytes + head + first, n);
    uint8_t *tcp = copy + ETHERNET + 20;
    uint32_t seq = (uint32_t)tcp[4] << 24 | (uint32_t)tcp[5] << 16 | (uint32_t)tcp[6] << 8 | tcp[7];
    number_be_put(copy + ETHERNET + 2, 2, head - ETHERNET + n);
    number_be_put(copy + ETHERNET + 4, 2,
                  made->written + 1); /* every packet has an identification of its own */
    number_be_put(tcp + 4, 4, seq + first);
    if (!last) tcp[13] = (uint8_t)(tcp[13] & ~(1u | 8u)); /* FIN and PSH belong to the last one */
    damaged_add(made, whole, copy, head + n);
    free(copy);
}

static findings judge_segmented(const capture *from, uint64_t seed) {
    damaged made = damaged_start(from);
    for (size_t i = 0; i < from->count; i++) {
        const packet *whole = &from->packets[i];
        const uint8_t *ip = whole->bytes + ETHERNET;
        if (whole->bytes[12] != 8 || whole->bytes[13] != 0 || ip[0] != 0x45) {
            damaged_add(&made, whole, whole->bytes, whole->length);
            continue;
        }
        uint32_t head = ETHERNET + 20 + (uint32_t)(ip[32] >> 4) * 4;
        uint32_t payload = ETHERNET + ((uint32_t)ip[2] << 8 | ip[3]) - head;
        assert_true(head + payload <= whole->length);
        uint32_t first = 0;
        do {
            uint32_t n = 1 + (uint32_t)(random_next(&seed) % (payload / 3 + 1));
            if (n > payload - first) n = payload - first;
            segment_add(&made, whole, head, first, n, first + n == payload);
            first += n;
        } while (first < payload);
    }
    return damaged_judge(&made);
}

typedef findings damage(const capture *from, uint64_t seed);

static void damage_changes_nothing(void **state, const char *how, damage *judge) {
    capture from = capture_load(*state);
    findings whole = findings_of(from.path);
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        findings other = judge(&from, seed * 6700417);
        findings_equal(&from, how, seed, &whole, &other);
        free(other.lines);
    }
    free(whole.lines);
    capture_free(&from);
}

static void reordering_changes_nothing(void **state) {
    damage_changes_nothing(state, "reordered", judge_reordered);
}

static void repetition_changes_nothing(void **state) {
    damage_changes_nothing(state, "repeated", judge_repeated);
}

static void segmentation_changes_nothing(void **state) {
    damage_changes_nothing(state, "cut into segments", judge_segmented);
}

/* Where the rule's name begins and ends in a line. */
static const char *line_rule(const char *line, const char **end) {
    const char *rule = strchr(line + 2, ' ') + 1;
    *end = strchr(rule, ' ');
    return rule;
}

/* A fault that the whole capture shows at the same byte; with what was lost it may bear another
 * name: a 101 without Upgrade to a request that is not there is only HTTP's fault. */
static bool findings_have(const findings *all, const char *line) {
    const char *end, *rule = line_rule(line, &end);
    for (size_t i = 0; i < all->count; i++) {
        const char *other_end, *other = line_rule(all->lines[i], &other_end);
        if (rule - line == other - all->lines[i] &&
            memcmp(line, all->lines[i], (size_t)(rule - line)) == 0 && strcmp(end, other_end) == 0)
            return true;
    }
    return false;
}

/* No error that the whole capture has not. */
static void damaged_accuses_nobody(const capture *from, const findings *whole, damaged *made,
                                   const char *how, size_t number) {
    findings other = damaged_judge(made);
    for (size_t i = 0; i < other.count; i++)
        if (other.lines[i][0] == '0' + PARLEY_ERROR && !findings_have(whole, other.lines[i]))
            fail_msg("%s %s %zu: accuses: %s", from->path, how, number, other.lines[i]);
    free(other.lines);
}

static void a_lost_packet_accuses_nobody(void **state) {
    capture from = capture_load(*state);
    findings whole = findings_of(from.path);
    for (size_t lost = 0; lost < from.count; lost += 1 + from.count / MOST_LOST) {
        damaged made = damaged_start(&from);
        for (size_t i = 0; i < from.count; i++)
            if (i != lost)
                damaged_add(&made, &from.packets[i], from.packets[i].bytes, from.packets[i].length);
        damaged_accuses_nobody(&from, &whole, &made, "without packet", lost + 1);
    }
    free(whole.lines);
    capture_free(&from);
}

/* Handshakes stay: offsets count from them. */
static bool packet_opens(const packet *one) {
    return one->length > ETHERNET + 33 && (one->bytes[ETHERNET + 33] & 2) != 0;
}

static void many_lost_packets_accuse_nobody(void **state) {
    capture from = capture_load(*state);
    findings whole = findings_of(from.path);
    for (uint64_t run = 1; run <= LOSSY_RUNS; run++) {
        uint64_t seed = run * 6700417;
        damaged made = damaged_start(&from);
        for (size_t i = 0; i < from.count; i++)
            if (random_next(&seed) % (2 + run % 8) != 0 || packet_opens(&from.packets[i]))
                damaged_add(&made, &from.packets[i], from.packets[i].bytes, from.packets[i].length);
        damaged_accuses_nobody(&from, &whole, &made, "with loss, run", run);
    }
    free(whole.lines);
    capture_free(&from);
}

/* As a recorder does that keeps no more than so many bytes of a packet. */
static void cut_packets_accuse_nobody(void **state) {
    capture from = capture_load(*state);
    findings whole = findings_of(from.path);
    for (uint32_t kept = 66; kept <= 400; kept += kept < 100 ? 1 : 37) {
        damaged made = damaged_start(&from);
        for (size_t i = 0; i < from.count; i++) {
            const packet *one = &from.packets[i];
            damaged_put(&made, one, one->bytes, one->length < kept ? one->length : kept,
                        one->length);
        }
        damaged_accuses_nobody(&from, &whole, &made, "packets cut at", kept);
    }
    free(whole.lines);
    capture_free(&from);
}

/* What a capture may hold of what went over the wire. */
typedef struct part {
    const char *how;
    size_t first, count; /* packets */
    uint32_t without;    /* those with one of these flags are not in it */
    int port_order;      /* -1, 1: only packets to a lower, to a higher port */
    bool no_empty;       /* nor those without any byte or flag but ACK */
} part;

static bool part_has(const part *p, const packet *one) {
    const uint8_t *ip = one->bytes + ETHERNET, *tcp = ip + 20;
    if (one->bytes[12] != 8 || ip[0] != 0x45) return true;
    uint32_t from = (uint32_t)tcp[0] << 8 | tcp[1], to = (uint32_t)tcp[2] << 8 | tcp[3];
    uint32_t payload = ((uint32_t)ip[2] << 8 | ip[3]) - 20u - (uint32_t)(tcp[12] >> 4) * 4u;
    if ((tcp[13] & p->without) != 0 || (p->no_empty && payload == 0 && (tcp[13] & 7) == 0))
        return false;
    return p->port_order == 0 || (p->port_order > 0) == (to > from);
}

/* Errors of a part are errors of the whole; offsets may count from another beginning. */
static void part_accuses_nobody(const capture *from, const findings *whole, const part *p) {
    damaged made = damaged_start(from);
    for (size_t i = p->first; i < from->count && i < p->first + p->count; i++)
        if (part_has(p, &from->packets[i]))
            damaged_add(&made, &from->packets[i], from->packets[i].bytes, from->packets[i].length);
    findings other = damaged_judge(&made);
    for (size_t i = 0; i < other.count; i++) {
        size_t rule = (size_t)(strrchr(other.lines[i], ' ') - other.lines[i]);
        bool known =
            other.lines[i][0] != '0' + PARLEY_ERROR || findings_have(whole, other.lines[i]);
        for (size_t k = 0; k < whole->count && !known; k++)
            known = strncmp(whole->lines[k], other.lines[i], rule) == 0;
        if (!known)
            fail_msg("%s, %s (%zu, %zu): accuses: %s", from->path, p->how, p->first, p->count,
                     other.lines[i]);
    }
    free(other.lines);
}

static void a_part_accuses_nobody(void **state) {
    capture from = capture_load(*state);
    findings whole = findings_of(from.path);
    const part kinds[] = {{"no SYN", 0, from.count, 2, 0, false},
                          {"no FIN", 0, from.count, 1, 0, false},
                          {"no reset", 0, from.count, 4, 0, false},
                          {"no bare ACK", 0, from.count, 0, 0, true},
                          {"to the lower port", 0, from.count, 0, -1, false},
                          {"to the higher port", 0, from.count, 0, 1, false}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        part_accuses_nobody(&from, &whole, &kinds[i]);
    for (size_t i = 1; i < from.count; i += 1 + from.count / MOST_LOST) {
        const part late = {"begun late", i, from.count - i, 0, 0, false};
        const part early = {"ended early", 0, i, 0, 0, false};
        part_accuses_nobody(&from, &whole, &late);
        part_accuses_nobody(&from, &whole, &early);
    }
    free(whole.lines);
    capture_free(&from);
}

int main(void) {
    file_list captures = files_find("tests/captures", ".pcap");
    struct CMUnitTest *tests = calloc(KINDS * captures.count + 1, sizeof *tests);
    if (tests == NULL) return 1;
    size_t count = 0;
    const CMUnitTestFunction shows[KINDS] = {
        reordering_changes_nothing,   repetition_changes_nothing,      segmentation_changes_nothing,
        a_lost_packet_accuses_nobody, many_lost_packets_accuse_nobody, cut_packets_accuse_nobody,
        a_part_accuses_nobody};
    const char *const names[KINDS] = {"reordered", "repeated", "segmented", "lost",
                                      "lossy",     "cut",      "in parts"};
    char(*titles)[LINE] = calloc(KINDS * captures.count + 1, sizeof *titles);
    if (titles == NULL) return 1;
    for (size_t i = 0; i < captures.count; i++)
        for (size_t k = 0; k < KINDS; k++) {
            snprintf(titles[count], LINE, "%s %s", file_name(captures.paths[i]), names[k]);
            tests[count] =
                (struct CMUnitTest){titles[count], shows[k], NULL, NULL, captures.paths[i]};
            count++;
        }
    int failed = _cmocka_run_group_tests("damage", tests, count, NULL, NULL);
    free(titles);
    free(tests);
    files_free(&captures);
    return failed;
}
