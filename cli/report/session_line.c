/* One line for people about a session: see session_line.h. */
#include "session_line.h"
#include "../confusions.h"
#include "escape.h"
#include "quantity.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define KEY_LOOK      160 /* bytes of a key that a line may need */
#define KEY_COLUMNS   60
#define STREAMS_SHOWN 6

static void add(char *text, size_t size, const char *format, ...) {
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

static void streams_add(char *text, size_t size, const application_session *session) {
    add(text, size, "  stream%s", session->on->connections == 1 ? "" : "s");
    for (size_t i = 0; i < session->on->n && i < STREAMS_SHOWN; i++)
        add(text, size, "%s %" PRIu32, i > 0 ? "," : "", session->on->first[i]);
    if (session->on->connections > STREAMS_SHOWN)
        add(text, size, " and %" PRIu64 " more", session->on->connections - STREAMS_SHOWN);
}

static void loss_add(char *text, size_t size, const application_session *session) {
    if (session->lost > 0)
        add(text, size, ", %" PRIu64 " lost", session->lost);
    else if (session->loss_told && session->possibly_lost == 0)
        add(text, size, ", none lost");
    if (session->possibly_lost > 0)
        add(text, size, ", possibly some lost over %" PRIu64 " break%s", session->possibly_lost,
            session->possibly_lost == 1 ? "" : "s");
    if (!session->loss_told && session->possibly_lost == 0 && session->lost == 0)
        add(text, size, ", loss is not observable");
}

static void resumes_add(char *text, size_t size, const application_session *session) {
    for (uint64_t i = 0; i < session->n_resumed && i < RESUMES; i++) {
        const resume_id *resumed = &session->resumed[i];
        char id[4 * RESUME_BYTES + 1];
        (void)text_escape(id, sizeof id, resumed->bytes, resumed->n);
        add(text, size, "%s%s%s", i == 0 ? ", resumed after " : ", ", id,
            resumed->cut ? "..." : "");
    }
    if (session->n_resumed > RESUMES)
        add(text, size, " and %" PRIu64 " more", session->n_resumed - RESUMES);
}

/* What looks like one film is made of this. */
static void playback_add(char *text, size_t size, const application_session *session) {
    char loads[QUANTITY_TEXT], exchanges[QUANTITY_TEXT], connections[QUANTITY_TEXT];
    if (session->segments == 0)
        add(text, size, "  no segment was named");
    else
        add(text, size, "  %" PRIu64 " of %" PRIu64 " segments fetched", session->fetched,
            session->segments);
    add(text, size, "%s, %s, %s, %s", session->beyond ? " (and more than parley remembers)" : "",
        quantity_of(session->loads, "playlist", loads),
        quantity_of(session->exchanges, "exchange", exchanges),
        quantity_of(session->on->connections, "connection", connections));
}

void session_line(const application_session *session, char *text, size_t size) {
    char key[4 * KEY_LOOK + 1], quantity[QUANTITY_TEXT];
    size_t look = session->n_key < KEY_LOOK ? session->n_key : KEY_LOOK;
    (void)text_escape(key, sizeof key, session->key, look);
    text_cut(key, KEY_COLUMNS);
    (void)snprintf(text, size, "session %s %s", session->application, key);
    streams_add(text, size, session);
    if (session->played) {
        playback_add(text, size, session);
    } else {
        add(text, size, "  %s", quantity_of(session->exchanges, "request", quantity));
        const char *noun = strcmp(session->application, "websocket") == 0 ? "message" : "event";
        add(text, size, ", %s", quantity_of(session->events, noun, quantity));
        loss_add(text, size, session);
        if (session->attempts > 0)
            add(text, size, ", %s failed", quantity_of(session->attempts, "attempt", quantity));
        resumes_add(text, size, session); /* last: a number of messages is no id */
    }
    add(text, size, "  %s%s%s", parley_verdict_name(session->verdict),
        session->verdict == PARLEY_UNDECIDED ? ": " : "",
        session->verdict == PARLEY_UNDECIDED ? session->reason : "");
    if (session->confusion != 0) {
        char brief[CONFUSION_TEXT];
        confusion_brief(session->confusion, session->confused, brief, sizeof brief);
        add(text, size, "  [confusion %u: %s]", session->confusion, brief);
    }
}

bool session_is_notable(const application_session *session) {
    return session->verdict == PARLEY_DEVIATES || session->lost > 0 || session->possibly_lost > 0 ||
           session->beyond;
}
