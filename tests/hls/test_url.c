/* Addresses: the examples of RFC 3986 5.4, and what has to be written in one way. */
#include "../../cli/hls/url.h"
#include "../support/cmocka_all.h"

#include <string.h>

static void resolves(const char *reference, const char *expected) {
    static const char base[] = "http://a/b/c/d;p?q";
    char url[HLS_URL_BYTES] = "";
    size_t n =
        hls_url_resolve(base, strlen(base), reference, strlen(reference), url, sizeof url - 1);
    url[n] = 0;
    assert_string_equal(url, expected);
}

static void references_are_resolved_as_the_standard_shows(void **state) {
    (void)state;
    resolves("g", "http://a/b/c/g");
    resolves("./g", "http://a/b/c/g");
    resolves("g/", "http://a/b/c/g/");
    resolves("/g", "http://a/g");
    resolves("//g", "http://g/");
    resolves("?y", "http://a/b/c/d;p?y");
    resolves("g?y", "http://a/b/c/g?y");
    resolves("#s", "http://a/b/c/d;p?q");
    resolves("g#s", "http://a/b/c/g");
    resolves(";x", "http://a/b/c/;x");
    resolves("", "http://a/b/c/d;p?q");
    resolves(".", "http://a/b/c/");
    resolves("..", "http://a/b/");
    resolves("../g", "http://a/b/g");
    resolves("../..", "http://a/");
    resolves("../../g", "http://a/g");
    resolves("../../../g", "http://a/g");
    resolves("/./g", "http://a/g");
    resolves("g.", "http://a/b/c/g.");
    resolves("..g", "http://a/b/c/..g");
    resolves("./../g", "http://a/b/g");
    resolves("g/./h", "http://a/b/c/g/h");
    resolves("g/../h", "http://a/b/c/h");
    resolves("g;x=1/../y", "http://a/b/c/y");
    resolves("g?y/../x", "http://a/b/c/g?y/../x");
}

static void one_address_is_written_in_one_way(void **state) {
    (void)state;
    resolves("HTTP://B.Example:80/x", "http://b.example/x");
    resolves("https://b:443/x", "https://b/x");
    resolves("https://b:80/x", "https://b:80/x");
    resolves("a b", "http://a/b/c/a%20b");
    resolves("%7euser%2f", "http://a/b/c/~user%2F");
}

static void what_is_too_long_is_not_known(void **state) {
    (void)state;
    char url[20];
    assert_int_equal(hls_url_resolve("http://a/", 9, "0123456789ab", 12, url, sizeof url), 0);
    assert_int_equal(hls_url_resolve("http://a/", 9, "0123456789a", 11, url, sizeof url), 20);
}

static void directives_do_not_make_another_address(void **state) {
    (void)state;
    static const char url[] = "http://a/l?_HLS_msn=7&x=1&_HLS_part=2";
    char plain[64];
    const char *value;
    size_t n;
    n = hls_url_undirected(url, strlen(url), plain, sizeof plain);
    assert_int_equal(n, strlen("http://a/l?x=1"));
    assert_memory_equal(plain, "http://a/l?x=1", n);
    assert_true(hls_url_parameter(url, strlen(url), "_HLS_part", &value, &n));
    assert_int_equal(n, 1);
    assert_int_equal(value[0], '2');
    assert_false(hls_url_parameter(url, strlen(url), "_HLS_skip", &value, &n));
    assert_true(hls_url_sorted(url, strlen(url)));
    assert_false(hls_url_sorted("/l?_HLS_part=2&_HLS_msn=7", 25));
}

static void what_players_tell_of_themselves_makes_no_other_address(void **state) {
    (void)state;
    static const char url[] = "http://a/s.ts?x=1&CMCD=br%3D1000";
    char plain[64];
    size_t n = hls_url_undirected(url, strlen(url), plain, sizeof plain);
    assert_int_equal(n, strlen("http://a/s.ts?x=1"));
    assert_memory_equal(plain, "http://a/s.ts?x=1", n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_resolved_as_the_standard_shows),
        cmocka_unit_test(one_address_is_written_in_one_way),
        cmocka_unit_test(what_is_too_long_is_not_known),
        cmocka_unit_test(directives_do_not_make_another_address),
        cmocka_unit_test(what_players_tell_of_themselves_makes_no_other_address),
    };
    return cmocka_run_group_tests_name("addresses", tests, NULL, NULL);
}
