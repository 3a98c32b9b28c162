/* What the library knows: every rule and every machine, and the names of its enumerations. */
#include "machines.h"
#include "parley.h"

static const parley_machine *const machines[] = {
    &parley_tcp_turns,
    &parley_http1_request,
    &parley_http1_response,
    &parley_http1_exchange,
    &parley_http1_turns,
    &parley_http1_facts,
    &parley_http1_host,
    &parley_http1_content_length,
    &parley_http1_transfer_encoding,
    &parley_http1_connection,
    &parley_http1_te,
    &parley_http1_upgrade,
    &parley_http1_expect,
    &parley_http1_date,
    &parley_http1_range,
    &parley_http1_if_range,
    &parley_http1_content_range,
    &parley_http1_content_type,
    &parley_http1_content_encoding,
    &parley_http1_after_switch,
    &parley_websocket_client,
    &parley_websocket_server,
    &parley_websocket_frames,
    &parley_websocket_text,
    &parley_websocket_close,
    &parley_websocket_turns,
    &parley_websocket_facts,
    &parley_websocket_key,
    &parley_websocket_accept,
    &parley_websocket_version,
    &parley_websocket_subprotocols,
    &parley_websocket_subprotocol,
    &parley_websocket_offer,
    &parley_websocket_agreement,
    &parley_sse_stream,
    &parley_sse_text,
    &parley_sse_events,
    &parley_sse_turns,
    &parley_sse_facts,
    &parley_sse_accept,
    &parley_sse_content_type,
    &parley_sse_last_event_id,
    &parley_cache_control,
    &parley_cache_storing,
    &parley_cache_sharing,
    &parley_cache_reuse,
    &parley_continuity_counter,
    &parley_continuity_session,
    &parley_continuity_facts,
    &parley_hls_playlist,
    &parley_hls_attributes,
    &parley_hls_keywords,
    &parley_hls_text,
    &parley_hls_kind,
    &parley_hls_segments,
    &parley_hls_sequence,
    &parley_hls_once,
    &parley_hls_tags,
    &parley_hls_facts,
    &parley_hls_session,
};
#define N_MACHINES (sizeof machines / sizeof machines[0])

static bool same(const char *a, const char *b) {
    while (*a != 0 && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

static const struct {
    const parley_rule *rules;
    size_t n;
} protocols[] = {{parley_tcp_rules, TCP_N_RULES},
                 {parley_http1_rules, HTTP1_N_RULES},
                 {parley_websocket_rules, WEBSOCKET_N_RULES},
                 {parley_sse_rules, SSE_N_RULES},
                 {parley_hls_rules, HLS_N_RULES},
                 {parley_continuity_rules, CONTINUITY_N_RULES}};

const parley_rule *parley_rule_at_index(size_t i) {
    for (size_t p = 0; p < sizeof protocols / sizeof protocols[0]; p++) {
        if (i < protocols[p].n) return &protocols[p].rules[i];
        i -= protocols[p].n;
    }
    return NULL;
}

const parley_rule *parley_rule_find(const char *id) {
    const parley_rule *rule;
    for (size_t i = 0; (rule = parley_rule_at_index(i)) != NULL; i++)
        if (same(rule->id, id)) return rule;
    return NULL;
}

const parley_machine *parley_machine_at_index(size_t i) {
    return i < N_MACHINES ? machines[i] : NULL;
}

const parley_machine *parley_machine_find(const char *name) {
    for (size_t i = 0; i < N_MACHINES; i++)
        if (same(machines[i]->name, name)) return machines[i];
    return NULL;
}

const char *parley_side_name(parley_side side) {
    return side == PARLEY_CLIENT ? "client" : "server";
}

const char *parley_turn_name(parley_turn turn) {
    static const char *const names[] = {"nobody", "client", "server", "either"};
    return names[turn & 3];
}

const char *parley_verdict_name(parley_verdict verdict) {
    static const char *const names[] = {"conforms", "unfinished", "deviates", "undecided"};
    return names[verdict & 3];
}

const char *parley_level_name(parley_level level) {
    static const char *const names[] = {"note", "warning", "error"};
    return level <= PARLEY_ERROR ? names[level] : "";
}

const char *parley_layer_name(parley_layer layer) {
    static const char *const names[] = {"connection", "protocol", "application"};
    return layer <= PARLEY_LAYER_APPLICATION ? names[layer] : "";
}

const char *parley_protocol_name(parley_protocol protocol) {
    static const char *const names[] = {"", "http1", "websocket"};
    return protocol <= PARLEY_WEBSOCKET ? names[protocol] : "";
}

const char *parley_version(void) {
    return "0.1.0";
}
