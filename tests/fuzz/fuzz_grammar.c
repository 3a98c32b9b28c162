/* Fuzzes parley-gen's readers: any text at all is taken for a grammar and for a table of rules.
 * Each refusal must be told, and nothing else may happen. Ragel is not run. */
#include "../../gen/grammar.h"
#include "../../gen/rules.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void grammar_try(const char *path, FILE *nowhere) {
    grammar read = {0};
    report said = {.out = nowhere};
    bool good = grammar_read(&read, path, &said);
    if (good != (said.errors == 0)) abort();
    grammar_free(&read);
    report_free(&said);
}

static void rules_try(const char *path, FILE *nowhere) {
    rule_table read = {0};
    report said = {.out = nowhere};
    bool good = rules_read(&read, path, &said);
    if (good != (said.errors == 0)) abort();
    rules_free(&read);
    report_free(&said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char path[] = "/tmp/parley-fuzz-XXXXXX";
    static int file = -1;
    static FILE *nowhere;
    if (file < 0) file = mkstemp(path);
    if (nowhere == NULL) nowhere = fopen("/dev/null", "w");
    if (file < 0 || nowhere == NULL || ftruncate(file, 0) != 0) abort();
    if (pwrite(file, data, size, 0) != (ssize_t)size) abort();
    grammar_try(path, nowhere);
    rules_try(path, nowhere);
    return 0;
}
