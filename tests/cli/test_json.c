/* NDJSON keeps its promises: one flat object a line, UTF-8, no key twice, the fields that each kind
 * has, and the same bytes for the same input. */
#include "../../cli/report/escape.h"
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "../support/run.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS = 32, KEY_ROOM = 32 };

typedef struct object {
    char keys[KEYS][KEY_ROOM];
    char values[KEYS][256]; /* as they stand in the line, cut */
    int n;
} object;

/* Reads a string; returns what follows it. */
static const char *string_read(const char *at) {
    assert_int_equal(*at++, '"');
    while (*at != '"') {
        assert_true((unsigned char)*at >= 0x20);
        if (*at == '\\') {
            at++;
            assert_true(*at == '"' || *at == '\\');
            at++;
            continue;
        }
        size_t length = text_character((const uint8_t *)at, strlen(at));
        assert_true(length > 0);
        at += length;
    }
    return at + 1;
}

static const char *number_read(const char *at) {
    assert_true(isdigit((unsigned char)*at));
    assert_true(*at != '0' || !isdigit((unsigned char)at[1]));
    at += strspn(at, "0123456789");
    if (*at == '.') {
        assert_true(isdigit((unsigned char)at[1]));
        at += 1 + strspn(at + 1, "0123456789");
    }
    return at;
}

static const char *value_read(const char *at) {
    if (*at == '"') return string_read(at);
    if (*at == '[') {
        at++;
        while (*at != ']') {
            at = *at == '"' ? string_read(at) : number_read(at);
            if (*at == ',') at++;
        }
        return at + 1;
    }
    static const char *const words[] = {"true", "false", "null"};
    for (int i = 0; i < 3; i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0) return at + strlen(words[i]);
    return number_read(at);
}

static const char *object_read(const char *at, object *o) {
    o->n = 0;
    assert_int_equal(*at, '{');
    do {
        const char *key = ++at;
        at = string_read(at);
        assert_true(o->n < KEYS);
        snprintf(o->keys[o->n], KEY_ROOM, "%.*s", (int)(at - key - 2), key + 1);
        for (int i = 0; i < o->n; i++)
            assert_string_not_equal(o->keys[i], o->keys[o->n]);
        assert_int_equal(*at++, ':');
        const char *value = at;
        at = value_read(at);
        snprintf(o->values[o->n], sizeof o->values[0], "%.*s", (int)(at - value), value);
        o->n++;
    } while (*at == ',');
    assert_int_equal(*at, '}');
    assert_int_equal(at[1], '\n');
    return at + 2;
}

static const char *value_of(const object *o, const char *key) {
    for (int i = 0; i < o->n; i++)
        if (strcmp(o->keys[i], key) == 0) return o->values[i];
    return NULL;
}

static void keys_are_there(const object *o, const char *names) {
    char text[512], *rest = text;
    snprintf(text, sizeof text, "%s", names);
    for (char *name; (name = strtok_r(rest, " ", &rest)) != NULL;)
        if (value_of(o, name) == NULL) fail_msg("%s lacks %s", value_of(o, "kind"), name);
}

static void object_is_right(const object *o) {
    assert_string_equal(o->keys[0], "v");
    assert_string_equal(o->values[0], "1");
    assert_string_equal(o->keys[1], "kind");
    const char *kind = o->values[1];
    if (strcmp(kind, "\"conversation\"") == 0) {
        keys_are_there(o, "file stream client server protocols verdict exchanges client_bytes "
                          "server_bytes open");
        bool undecided = strcmp(value_of(o, "verdict"), "\"undecided\"") == 0;
        assert_int_equal(undecided, value_of(o, "reason") != NULL);
    } else if (strcmp(kind, "\"finding\"") == 0) {
        keys_are_there(o, "file stream exchange rule level layer side offset length frame time "
                          "state got expected clause turn message");
    } else if (strcmp(kind, "\"event\"") == 0) {
        keys_are_there(o, "file stream exchange side layer event offset length frame time turn");
        const char *event = value_of(o, "event");
        if (strncmp(event, "\"request-", 9) == 0) keys_are_there(o, "method target version");
        if (strncmp(event, "\"response-", 10) == 0) keys_are_there(o, "status version interim");
    } else if (strcmp(kind, "\"session\"") == 0) {
        keys_are_there(o, "file application key streams connections exchanges events verdict lost "
                          "possibly_lost last_id resumed_from");
        bool undecided = strcmp(value_of(o, "verdict"), "\"undecided\"") == 0;
        assert_int_equal(undecided, value_of(o, "reason") != NULL);
    } else {
        assert_string_equal(kind, "\"summary\"");
        keys_are_there(o, "files conversations exchanges conforms unfinished deviates undecided "
                          "errors warnings notes");
    }
}

/* Checks every line; returns how many there are. The last one is left in *last. */
static unsigned lines_check(const char *text, object *last) {
    unsigned n = 0;
    for (const char *at = text; *at; n++) {
        at = object_read(at, last);
        object_is_right(last);
    }
    return n;
}

static void every_capture_gives_valid_lines(void **state) {
    file_list captures = files_find("tests/captures", ".pcap");
    (void)state;
    assert_true(captures.count > 0);
    for (size_t i = 0; i < captures.count; i++) {
        object last;
        const char *const line[] = {run_parley(), "check",           "--json",
                                    "--events",   captures.paths[i], NULL};
        run_result once = run_program(line, NULL), again = run_program(line, NULL);
        assert_true(lines_check(once.out, &last) >= 2);
        assert_string_equal(value_of(&last, "kind"), "\"summary\"");
        assert_string_equal(once.out, again.out);
        run_free(&once);
        run_free(&again);
    }
    files_free(&captures);
}

static run_result talk_check(const char *talk) {
    char path[] = "/tmp/parley-json-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *out = fdopen(file, "wb");
    assert_non_null(out);
    fputs(talk, out);
    assert_int_equal(fclose(out), 0);
    const char *const line[] = {run_parley(), "--json", "--events", path, NULL};
    run_result result = run_program(line, NULL);
    remove(path);
    return result;
}

static void hostile_bytes_stay_data(void **state) {
    object last;
    (void)state;
    run_result r =
        talk_check("C: GET /\"\\\\\\xff\\x1b[31m\xe2\x80\xae HTTP/1.1\nC: Host: a\nC:\n");
    assert_true(lines_check(r.out, &last) >= 2);
    assert_null(strchr(r.out, 033));
    run_free(&r);
}

static void a_head_in_many_pieces_keeps_its_texts(void **state) {
    object last;
    (void)state;
    run_result r =
        talk_check("C: GE\\\nC: T /a/lo\\\nC: ng/target HT\\\nC: TP/1.1\nC: Host: a\nC:\n");
    assert_true(lines_check(r.out, &last) >= 2);
    assert_non_null(strstr(r.out, "\"event\":\"request-head\""));
    assert_non_null(
        strstr(r.out, "\"method\":\"GET\",\"target\":\"/a/long/target\",\"version\":\"HTTP/1.1\""));
    run_free(&r);
}

static void rules_are_listed_for_programs(void **state) {
    const char *const line[] = {run_parley(), "rules", "--json", NULL};
    unsigned n = 0;
    (void)state;
    run_result r = run_program(line, NULL);
    for (const char *at = r.out; *at; n++) {
        object o;
        at = object_read(at, &o);
        assert_string_equal(value_of(&o, "kind"), "\"rule\"");
        keys_are_there(&o, "rule level layer side clause duty sentence");
    }
    assert_true(n > 100);
    run_free(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_capture_gives_valid_lines),
        cmocka_unit_test(hostile_bytes_stay_data),
        cmocka_unit_test(a_head_in_many_pieces_keeps_its_texts),
        cmocka_unit_test(rules_are_listed_for_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
