/* A report keeps its form whatever it is about: at most 16 lines of 88 columns, rows in one order,
 * none empty. */
#include "../../cli/report/escape.h"
#include "../../cli/report/finding.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

static uint32_t seed;

static uint32_t random_below(uint32_t n) {
    assert_true(n > 0);
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static const parley_machine *machine_any(void) {
    size_t n = 0;
    while (parley_machine_at_index(n) != NULL)
        n++;
    return parley_machine_at_index(random_below((uint32_t)n));
}

static finding_record record_any(const parley_rule *rule) {
    finding_record record = {0};
    const parley_machine *machine = machine_any();
    parley_finding *f = &record.finding;
    f->rule = rule;
    f->side = random_below(2) ? PARLEY_SERVER : PARLEY_CLIENT;
    f->exchange = random_below(3);
    f->span =
        (parley_span){random_below(2) ? random_below(100) : UINT64_MAX - 4096, random_below(3)};
    f->frame = random_below(2) ? random_below(1000) : UINT64_MAX;
    f->time = random_below(2) ? random_below(1000000) : UINT64_MAX;
    f->machine = machine;
    f->state = (uint16_t)random_below(machine->n_states);
    f->got = random_below(2) && machine->n_symbols > 0
                 ? (uint16_t)(PARLEY_FIRST_SYMBOL + random_below(machine->n_symbols))
                 : (uint16_t)random_below(256);
    f->number = random_below(2) ? random_below(100) : UINT64_MAX;
    f->turn = (parley_turn)random_below(4);
    f->exchange_machine = parley_machine_find("http1.exchange");
    f->turn_machine = parley_machine_find("http1.turns");
    assert_non_null(f->exchange_machine);
    assert_non_null(f->turn_machine);
    f->exchange_state = (uint16_t)random_below(f->exchange_machine->n_states);
    f->turn_state = (uint16_t)random_below(f->turn_machine->n_states);
    f->content_offset = random_below(2) ? UINT64_MAX : 0;
    f->requests = f->responses = random_below(4);
    record.more = random_below(3);
    record.window = (hex_window){.base = f->span.offset & ~(uint64_t)15,
                                 .from = f->span.offset,
                                 .to = f->span.offset + f->span.length,
                                 .known = random_below(UINT32_MAX)};
    return record;
}

static void form_is_kept(const block *b) {
    static const char *const order[] = {"at",   "filter", "got", "expected", "rule", "clause",
                                        "also", "turn",   "may", "layers",   "hint"};
    size_t next = 0;
    assert_in_range(b->n, 5, BLOCK_LINES);
    for (unsigned i = 0; i < b->n; i++) {
        const char *line = b->lines[i];
        size_t n = strlen(line);
        assert_in_range(text_columns(line), 1, BLOCK_COLUMNS);
        assert_true(line[n - 1] != ' ');
        if (strncmp(line, "  ", 2) != 0 || line[2] == ' ' || (line[2] >= '0' && line[2] <= '9'))
            continue;
        if (strspn(line + 2, "0123456789abcdef") >= 8) continue;
        size_t label = strcspn(line + 2, " ");
        while (next < sizeof order / sizeof order[0] &&
               (strlen(order[next]) != label || strncmp(order[next], line + 2, label) != 0))
            next++;
        assert_true(next < sizeof order / sizeof order[0]);
        assert_true(n > LABEL_COLUMNS);
    }
}

static void every_rule_in_every_state_keeps_the_form(void **state) {
    const parley_rule *rule;
    size_t rules = 0;
    (void)state;
    for (; (rule = parley_rule_at_index(rules)) != NULL; rules++) {
        for (seed = 1; seed < 40; seed++) {
            uint32_t keep = seed;
            seed = seed * 77u + (uint32_t)rules * 1013u;
            finding_record record = record_any(rule);
            block b;
            finding_block(&b, &record,
                          seed % 2 ? "a.pcap"
                                   : "/a/very/long/path/that/nobody/types/by/hand/"
                                     "to/some/capture/of/last/year/a.pcapng",
                          seed % 3 ? 0 : UINT32_MAX, seed % 5 ? "deviates" : NULL, seed % 7 == 0);
            form_is_kept(&b);
            seed = keep;
        }
    }
    assert_true(rules > 100);
}

static void the_bytes_stay_whatever_else_is_told(void **state) {
    const parley_rule *rule;
    (void)state;
    for (size_t i = 0; (rule = parley_rule_at_index(i)) != NULL; i++) {
        finding_record record = {.more = 1, .window = {.from = 9, .to = 10, .known = UINT32_MAX}};
        unsigned dumped = 0;
        block b;
        record.finding.rule = rule;
        record.finding.span = (parley_span){9, 1};
        record.finding.frame = 70;
        record.finding.machine = parley_machine_find("websocket.frames");
        assert_non_null(record.finding.machine);
        record.finding.state = record.finding.machine->start;
        finding_block(&b, &record, "a-capture-with-a-name-that-is-not-short.pcap", 0, "deviates",
                      true);
        form_is_kept(&b);
        for (unsigned line = 0; line < b.n; line++)
            dumped += strncmp(b.lines[line], "  00000000  ", 12) == 0;
        assert_int_equal(dumped, 1);
    }
}

/* What a proxy drops is missed by several rules: one report. */
static void what_a_head_lacks_is_told_together(void **state) {
    const parley_rule *first = parley_rule_find("websocket.open.upgrade-missing");
    const parley_rule *second = parley_rule_find("websocket.open.connection-missing");
    finding_record record = {.finding = {.rule = first, .exchange = 1, .span = {9, 1}}};
    parley_finding other = {.rule = second, .exchange = 1, .span = {9, 1}};
    bool named = false;
    block b;
    (void)state;
    assert_non_null(first);
    assert_non_null(second);
    assert_true(finding_joins(&record, &other));
    finding_block(&b, &record, "a.pcap", 0, "deviates", false);
    form_is_kept(&b);
    for (unsigned line = 0; line < b.n; line++)
        named = named || strcmp(b.lines[line], "  also     websocket.open.connection-missing") == 0;
    assert_true(named);
    other.span.offset = 8;
    assert_false(finding_joins(&record, &other));
    other = (parley_finding){.rule = parley_rule_find("http1.host.missing"), .span = {9, 1}};
    assert_non_null(other.rule);
    assert_false(finding_joins(&record, &other));
}

static void the_first_line_stands_alone(void **state) {
    char text[256];
    const parley_rule *rule = parley_rule_find("http1.field.space-before-colon");
    (void)state;
    assert_non_null(rule);
    finding_record record = {.finding = {.rule = rule, .side = PARLEY_CLIENT}, .more = 3};
    finding_headline(&record, text, sizeof text);
    assert_memory_equal(text, "error http1.field.space-before-colon: client ", 45);
    assert_non_null(strstr(text, " (+3 more like this)"));
}

static void the_place_is_given_in_both_notations(void **state) {
    char text[256];
    const parley_finding finding = {
        .side = PARLEY_SERVER, .span = {66, 1}, .frame = 6, .time = 50000000};
    const parley_finding end = {
        .side = PARLEY_SERVER, .span = {72, 0}, .frame = 6, .time = 1250999999};
    (void)state;
    finding_place(&finding, text, sizeof text);
    assert_string_equal(text, "server offset 66 (0x42)  frame 6  0.050 s");
    finding_place(&end, text, sizeof text);
    assert_string_equal(text, "server offset 72 (end)  frame 6  1.250 s");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_in_every_state_keeps_the_form),
        cmocka_unit_test(the_bytes_stay_whatever_else_is_told),
        cmocka_unit_test(what_a_head_lacks_is_told_together),
        cmocka_unit_test(the_first_line_stands_alone),
        cmocka_unit_test(the_place_is_given_in_both_notations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
