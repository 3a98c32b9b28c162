/* A short round of one fuzzer without a fuzzing engine: its seeds, and what a fixed seed makes of
 * them. Every run tries the same inputs, so that a check tells what a long run would find soon.
 *
 * The program's name tells whose seeds to take: test_NAME takes those of NAME. */
#include "../../support/cmocka_all.h"
#include "../../support/files.h"
#include "../../support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOM = 6000, CHANGES = 4 };

typedef struct pace {
    const char *name;
    unsigned inputs;
} pace;

/* Those that judge whole files are slower. */
static const pace paces[] = {{"fuzz_exchanges", 200},  {"fuzz_coded", 200},
                             {"fuzz_reloads", 400},    {"fuzz_conversation", 1000},
                             {"fuzz_transcript", 600}, {"fuzz_playlist", 3000},
                             {"fuzz_grammar", 1000}};
static const unsigned usual_inputs = 5000;

typedef struct input {
    uint8_t bytes[ROOM];
    size_t n;
} input;

static uint64_t next_random(void) {
    static uint64_t state = 4;
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t random_below(size_t n) {
    return (size_t)(next_random() % n);
}

static input seed_take(const file_list *seeds, size_t i) {
    input taken = {.n = 0};
    size_t n;
    char *bytes = file_read(seeds->paths[i % seeds->count], &n);
    assert_non_null(bytes);
    taken.n = n < ROOM ? n : ROOM;
    memcpy(taken.bytes, bytes, taken.n);
    free(bytes);
    return taken;
}

/* Takes n bytes out at a place and puts others in. */
static void bytes_replace(input *in, size_t at, size_t out, const uint8_t *with, size_t n) {
    if (out > in->n - at) out = in->n - at;
    if (in->n - out + n > ROOM) return;
    memmove(in->bytes + at + n, in->bytes + at + out, in->n - at - out);
    if (n > 0) memcpy(in->bytes + at, with, n);
    in->n = in->n - out + n;
}

/* A part of another one, or of its own, in the place of a part. */
static void input_cross(input *in, const input *other) {
    size_t from = random_below(other->n + 1), n = random_below(other->n - from + 1);
    bytes_replace(in, random_below(in->n + 1), random_below(200), other->bytes + from,
                  n < 300 ? n : 300);
}

static void input_change(input *in, const input *other) {
    uint8_t few[4] = {(uint8_t)next_random(), '\n', '0', 0xff};
    const input own = *in;
    size_t at = random_below(in->n + 1);
    switch (random_below(5)) {
    case 0:
        if (at < in->n) in->bytes[at] ^= (uint8_t)(1u << random_below(8));
        break;
    case 1:
        bytes_replace(in, at, random_below(2), few + random_below(4), 1);
        break;
    case 2:
        bytes_replace(in, at, random_below(40), NULL, 0);
        break;
    case 3:
        input_cross(in, &own);
        break;
    default:
        input_cross(in, other);
        break;
    }
}

/* In memory of its own, for a byte beyond its end to be seen. */
static void input_try(const input *in) {
    uint8_t *copy = malloc(in->n + (in->n == 0));
    assert_non_null(copy);
    memcpy(copy, in->bytes, in->n);
    assert_int_equal(LLVMFuzzerTestOneInput(copy, in->n), 0);
    free(copy);
}

static void a_round_finds_nothing(void **state) {
    const char *name = *state;
    char folder[] = "/tmp/parley-round-XXXXXX", seeds_folder[96];
    assert_non_null(mkdtemp(folder));
    const char *const make[] = {"/usr/bin/env", "tools/fuzz_seeds.sh", folder, name, NULL};
    run_result made = run_program(make, NULL);
    if (made.status != 0) fail_msg("%s%s", made.out, made.err);
    run_free(&made);
    (void)snprintf(seeds_folder, sizeof seeds_folder, "%s/%s.seeds", folder, name);
    file_list seeds = files_find(seeds_folder, "");
    assert_true(seeds.count > 0);
    unsigned inputs = usual_inputs;
    for (size_t i = 0; i < sizeof paces / sizeof paces[0]; i++)
        if (strcmp(paces[i].name, name) == 0) inputs = paces[i].inputs;
    for (unsigned i = 0; i < inputs; i++) {
        input in = seed_take(&seeds, random_below(seeds.count));
        const input other = seed_take(&seeds, random_below(seeds.count));
        for (size_t changes = random_below(CHANGES); changes > 0; changes--)
            input_change(&in, &other);
        input_try(&in);
    }
    files_free(&seeds);
    const char *const clear[] = {"/bin/rm", "-r", folder, NULL};
    run_result cleared = run_program(clear, NULL);
    run_free(&cleared);
}

int main(int argc, char **argv) {
    static const char prefix[] = "test_";
    const char *name = argc > 0 ? file_name(argv[0]) : "";
    if (strncmp(name, prefix, strlen(prefix)) == 0) name += strlen(prefix);
    union {
        const char *text;
        void *state;
    } whose = {.text = name};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(a_round_finds_nothing, whose.state)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
