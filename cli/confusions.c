/* The four confusions and the rules that tell of them: see confusions.h. */
#include "confusions.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const confusion confusions[CONFUSIONS] = {
    {1,
     "open but complete",
     {"http1.turn.idle", NULL},
     "the connection stays open behind an answer, so something seems to be under way",
     "the answer is over: its length or its last chunk said where; open means that bytes can move",
     "where does the message end? (not: is the connection open?)",
     {"check -v tests/captures/http-keepalive-idle.pcap",
      "show tests/captures/http-keepalive-idle.pcap",
      "check -v tests/corpus/http1/http1.turn.idle.talk"}},
    {2,
     "one body, many events",
     {"sse.stream.one-response", NULL},
     "the server speaks again and again, as if it answered many times without being asked",
     "it answers once; that one response is not over, and each event is a part of its body",
     "how many responses began? count their heads first, then the events in each",
     {"check -v tests/captures/sse-curl-one-response.pcap",
      "show tests/captures/sse-curl-one-response.pcap",
      "check -v tests/corpus/sse/sse.stream.one-response.talk"}},
    {3,
     "alive but lossy",
     {"continuity.reconnect.alive-below", "continuity.message.lost-on-reconnect"},
     "the connection is open and each frame is right, so nothing seems to be missing",
     "what was said while there was no connection never came; only a count of messages can tell",
     "which message was the last one before the break, and which the first behind it?",
     {"check -v --sequence /seq tests/captures/ws-reconnect-loss.pcap",
      "list --sequence /seq tests/captures/ws-reconnect-loss.pcap",
      "show --sequence /seq tests/captures/ws-reconnect-loss.pcap"}},
    {4,
     "continuous but many objects",
     {"hls.session.separate-objects", NULL},
     "a film plays on and on, so it seems to be one long response on one connection",
     "the player fetches playlists and segments, each a response of its own, wherever it likes",
     "which objects were fetched, in which order, and was each of them complete?",
     {"check -v tests/captures/hls-vod-ffmpeg.pcap", "list tests/captures/hls-vod-ffmpeg.pcap",
      "show tests/captures/hls-vod-ffmpeg.pcap"}},
};

const confusion *confusion_at(unsigned number) {
    return number >= 1 && number <= CONFUSIONS ? &confusions[number - 1] : NULL;
}

const confusion *confusion_of(const parley_rule *rule) {
    for (size_t i = 0; i < CONFUSIONS; i++)
        for (size_t k = 0; k < CONFUSION_RULES; k++)
            if (confusions[i].rules[k] != NULL && strcmp(confusions[i].rules[k], rule->id) == 0)
                return &confusions[i];
    return NULL;
}

void confusion_text(const parley_finding *finding, char *text, size_t size) {
    const confusion *which = confusion_of(finding->rule);
    text[0] = 0;
    if (which == NULL) return;
    (void)snprintf(text, size, "confusion %u: %s", which->number, which->name);
    if (which->number != 1 || finding->number == 0) return;
    size_t used = strlen(text);
    (void)snprintf(text + used, size - used, " for %" PRIu64 ".%03" PRIu64 " s",
                   finding->number / 1000u, finding->number % 1000u);
}

void confusion_mark_add(confusion_mark marks[CONFUSIONS], unsigned number, uint64_t amount) {
    confusion_mark *mark = &marks[number - 1];
    mark->there = true;
    if (amount > mark->most) mark->most = amount;
}

void confusion_brief(unsigned number, uint64_t amount, char *text, size_t size) {
    static const char *const units[CONFUSIONS] = {"s", "in one", "lost", "responses"};
    (void)snprintf(text, size, "%s", confusions[number - 1].name);
    size_t used = strlen(text);
    if (amount == 0) return;
    if (number == 1)
        (void)snprintf(text + used, size - used, " (%" PRIu64 ".%03" PRIu64 " s)", amount / 1000u,
                       amount % 1000u);
    else
        (void)snprintf(text + used, size - used, " (%" PRIu64 " %s)", amount, units[number - 1]);
}

void confusions_bracket(const confusion_mark marks[CONFUSIONS], char *text, size_t size) {
    char brief[CONFUSION_TEXT];
    text[0] = 0;
    for (unsigned i = 0; i < CONFUSIONS; i++) {
        if (!marks[i].there) continue;
        size_t used = strlen(text);
        confusion_brief(i + 1, marks[i].most, brief, sizeof brief);
        (void)snprintf(text + used, size - used, "  [confusion %u: %s]", i + 1, brief);
    }
}
