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
};
#define N_MACHINES (sizeof machines / sizeof machines[0])

static bool same(const char *a, const char *b) {
    while (*a != 0 && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

const parley_rule *parley_rule_at_index(size_t i) {
    if (i < TCP_N_RULES) return &parley_tcp_rules[i];
    return i - TCP_N_RULES < HTTP1_N_RULES ? &parley_http1_rules[i - TCP_N_RULES] : NULL;
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
    return protocol == PARLEY_HTTP1 ? "http1" : "";
}

const char *parley_version(void) {
    return "0.1.0";
}
