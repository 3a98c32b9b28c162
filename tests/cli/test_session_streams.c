/* Connections of a session: beyond those that are kept they are counted, each once. */
#include "../../cli/session_streams.h"
#include "../support/cmocka_all.h"

static void each_is_counted_once(void **state) {
    session_streams on = {.n = 0};
    (void)state;
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t stream = 2; stream < 2 + SESSION_STREAMS; stream++)
            session_streams_add(&on, stream);
    assert_int_equal(on.n, SESSION_STREAMS);
    assert_int_equal(on.connections, SESSION_STREAMS);
    assert_int_equal(on.first[1], 3);
    for (uint32_t round = 0; round < 3; round++)
        session_streams_add(&on, 2 + SESSION_STREAMS);
    assert_int_equal(on.connections, SESSION_STREAMS + 1);
    assert_int_equal(on.n, SESSION_STREAMS);
}

/* So what is broken there is never passed over. */
static void beyond_what_is_kept_any_may_be_its_own(void **state) {
    session_streams on = {.n = 0};
    (void)state;
    for (uint32_t stream = 0; stream < SESSION_STREAMS; stream++)
        session_streams_add(&on, 2 * stream);
    assert_true(session_streams_may_hold(&on, 2));
    assert_false(session_streams_may_hold(&on, 3));
    session_streams_add(&on, 1000);
    assert_true(session_streams_may_hold(&on, 1000));
    assert_true(session_streams_may_hold(&on, 999));
    assert_false(session_streams_may_hold(&on, 1001));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_counted_once),
        cmocka_unit_test(beyond_what_is_kept_any_may_be_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
