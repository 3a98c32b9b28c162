/* What a network does to packets changes no finding: each capture of real programs is judged again
 * with its packets reordered, repeated and cut into smaller segments. And a capture that lost a
 * packet never accuses anybody: no finding of level error comes that the whole capture has not. */
#include "../../cli/judge.h"
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "packets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    LINE = 320,
    SEED = 6700417,
    FEW = 120, /* packets */
    RUNS = 6,
    LOSSY_RUNS = 24,
    KINDS = 7,
    MOST_LOST = 120
};

/* The findings of a capture that do not speak of packets: a line each, sorted. A connection is
 * named by its ports, which no damage changes. */
typedef struct findings {
    char (*lines)[LINE];
    size_t count;
} findings;

static void line_add(findings *all, const char *line) {
    char(*larger)[LINE] = realloc(all->lines, (all->count + 1) * sizeof *larger);
    assert_non_null(larger);
    all->lines = larger;
    (void)snprintf(larger[all->count++], LINE, "%s", line);
}

static void findings_add(void *context, conversation *of, const parley_finding *finding) {
    findings *all = context;
    if (of == NULL || strncmp(finding->rule->id, "tcp.", 4) == 0) return;
    char line[LINE];
    const char *a = strrchr(of->connection->client, ':'), *b = strrchr(of->connection->server, ':');
    assert_non_null(a);
    assert_non_null(b);
    bool swap = strcmp(a, b) > 0;
    (void)snprintf(line, LINE, "%d %s%s %s %s %llu+%llu", (int)finding->rule->level, swap ? b : a,
                   swap ? a : b, finding->rule->id, parley_side_name(finding->side),
                   (unsigned long long)finding->span.offset,
                   (unsigned long long)finding->span.length);
    line_add(all, line);
}

static int line_compare(const void *a, const void *b) {
    return strcmp(a, b);
}

/* Its connection is gone, and its number may be another one in a damaged capture. */
static void late_add(void *context, const char *file, const late_finding *late) {
    char line[LINE];
    const parley_finding *finding = &late->finding;
    (void)file;
    (void)snprintf(line, LINE, "%d late %s %s %llu+%llu", (int)finding->rule->level,
                   finding->rule->id, parley_side_name(finding->side),
                   (unsigned long long)finding->span.offset,
                   (unsigned long long)finding->span.length);
    line_add(context, line);
}

/* What is lost is an accusation, each message of its own. */
static void session_add(void *context, const char *file, const application_session *session) {
    char line[LINE];
    (void)file;
    for (uint64_t i = 0; i < session->lost; i++) {
        (void)snprintf(line, LINE, "%d %s lost %.*s %llu", (int)PARLEY_ERROR, session->application,
                       (int)session->n_key, (const char *)session->key, (unsigned long long)i);
        line_add(context, line);
    }
    (void)snprintf(line, LINE, "9 %s verdict %.*s %d %llu events", session->application,
                   (int)session->n_key, (const char *)session->key, (int)session->verdict,
                   (unsigned long long)session->events);
    line_add(context, line);
}

/* Connections are tied as the profiles beside the capture say, or by the usual key. */
static void profiles_take(profile_list *profiles, const char *path) {
    char beside[512], error[512];
    (void)snprintf(beside, sizeof beside, "%.*s.sessions", (int)(strlen(path) - strlen(".pcap")),
                   path);
    int failed = access(beside, R_OK) == 0
                     ? profiles_read(profiles, beside, error, sizeof error)
                     : profiles_add_sequence(profiles, "/seq", error, sizeof error);
    if (failed != 0) fail_msg("%s", error);
}

static findings findings_read(const char *path, const char *original) {
    findings all = {NULL, 0};
    judge_options options = {.as = PARLEY_UNKNOWN};
    const reporter teller = {
        .context = &all, .finding = findings_add, .late = late_add, .session = session_add};
    tally counts = {0};
    char error[512];
    profiles_take(&options.profiles, original);
    if (judge_file(path, path, &options, &teller, &counts, error, sizeof error) != 0)
        fail_msg("%s", error);
    profiles_free(&options.profiles);
    if (all.count > 0) qsort(all.lines, all.count, LINE, line_compare);
    return all;
}

static findings findings_of(const char *path) {
    return findings_read(path, path);
}

static findings damaged_judge(damaged *made) {
    assert_int_equal(fclose(made->file), 0);
    findings all = findings_read(made->path, made->original);
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

static findings segments_judge(const capture *from, uint32_t most, uint64_t seed) {
    damaged made = damaged_start(from);
    for (size_t i = 0; i < from->count; i++) {
        const packet *whole = &from->packets[i];
        uint32_t head, payload, first = 0;
        if (!packet_payload(whole, &head, &payload)) {
            damaged_add(&made, whole, whole->bytes, whole->length);
            continue;
        }
        do {
            uint32_t n = seed != 0 ? 1 + (uint32_t)(random_next(&seed) % (payload / 3 + 1)) : most;
            if (n > payload - first) n = payload - first;
            segment_add(&made, whole, head, first, n, first + n == payload);
            first += n;
        } while (first < payload);
    }
    return damaged_judge(&made);
}

static findings judge_segmented(const capture *from, uint64_t seed) {
    return segments_judge(from, 0, seed);
}

/* Each so long as a network may have cut them: one byte only of captures that stay small. */
static findings judge_alike(const capture *from, uint64_t seed) {
    static const uint32_t sizes[] = {7, 536, 1460};
    uint32_t most = sizes[seed / SEED % 3];
    return segments_judge(from, most == 7 && from->count < FEW ? 1 : most == 7 ? 61 : most, 0);
}

/* Two that follow each other as one. */
static findings judge_merged(const capture *from, uint64_t seed) {
    damaged made = damaged_start(from);
    for (size_t i = 0; i < from->count; i++)
        if (i + 1 < from->count && random_next(&seed) % 8 != 0 &&
            packets_merge(&made, &from->packets[i], &from->packets[i + 1]))
            i++;
        else
            damaged_add(&made, &from->packets[i], from->packets[i].bytes, from->packets[i].length);
    return damaged_judge(&made);
}

/* How long something took, and what came first on two connections: packets that change places
 * change that, too. */
static void moments_drop(findings *all) {
    static const char *const words[] = {"http1.turn.idle",
                                        "hls.fetch.out-of-order",
                                        "hls.fetch.never",
                                        "hls.reload.",
                                        "hls.session.separate-objects",
                                        "9 hls",
                                        "continuity.reconnect.no-growth",
                                        NULL};
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        size_t k = 0;
        while (words[k] != NULL && strstr(all->lines[i], words[k]) == NULL)
            k++;
        if (words[k] == NULL) memmove(all->lines[kept++], all->lines[i], LINE);
    }
    all->count = kept;
}

typedef findings damage(const capture *from, uint64_t seed);

static void damage_changes_nothing(void **state, const char *how, damage *judge) {
    bool moments = judge != judge_reordered;
    capture from = capture_load(*state);
    findings whole = findings_of(from.path);
    if (!moments) moments_drop(&whole);
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        findings other = judge(&from, seed * SEED);
        if (!moments) moments_drop(&other);
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
    damage_changes_nothing(state, "cut into segments of one size", judge_alike);
    damage_changes_nothing(state, "put together", judge_merged);
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

/* Of what is said over connections, warnings are accusations, too; but where waits do not grow,
 * which one it is told of hangs on where they are counted from, and bytes that a reset left without
 * an acknowledgment are nobody's fault, as their rule says. */
static bool line_accuses(const char *line) {
    if (strstr(line, "continuity.reconnect.no-growth") != NULL ||
        strstr(line, "continuity.message.unacknowledged-bytes") != NULL)
        return false;
    bool sessions = strstr(line, " sse.session.") != NULL || strstr(line, " continuity.") != NULL;
    return line[0] == '0' + PARLEY_ERROR || (line[0] == '0' + PARLEY_WARNING && sessions);
}

/* No error that the whole capture has not. */
static void damaged_accuses_nobody(const capture *from, const findings *whole, damaged *made,
                                   const char *how, size_t number) {
    findings other = damaged_judge(made);
    for (size_t i = 0; i < other.count; i++)
        if (line_accuses(other.lines[i]) && !findings_have(whole, other.lines[i]))
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
        uint64_t seed = run * SEED;
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
        bool known = !line_accuses(other.lines[i]) || findings_have(whole, other.lines[i]);
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
