/* What lines of Cache-Control say: the machine cache.control reads them, see cacheable.h. */
#include "../../gen/machines/cache_control.h"
#include "../../grammars/cache/symbols.h"
#include "cacheable.h"

#define FOREVER UINT64_C(2147483648) /* RFC 9111 1.2.2: what a larger number counts as */

typedef struct reading {
    cache_control *control;
    uint64_t number;
} reading;

/* RFC 9111 4.2.1: of several the first counts; one without a number is stale already */
static void seconds_take(cache_control *control, unsigned event, uint64_t seconds) {
    bool shared = event == EV_S_MAXAGE || event == EV_S_MAXAGE_BAD;
    bool number = event == EV_S_MAXAGE || event == EV_MAX_AGE;
    uint32_t bit = UINT32_C(1) << (shared ? EV_S_MAXAGE : EV_MAX_AGE);
    if ((control->said & bit) == 0) {
        uint64_t *age = shared ? &control->s_maxage : &control->max_age;
        *age = number ? seconds : 0;
    }
    control->said |= bit;
}

static void event_take(reading *r, unsigned event) {
    if (event >= EV_MAX_AGE)
        seconds_take(r->control, event, r->number);
    else
        r->control->said |= UINT32_C(1) << event;
}

static void action_take(reading *r, uint16_t action, uint8_t byte) {
    const parley_machine *m = &parley_cache_control;
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++)
        switch (PARLEY_OP_KIND(m->ops[i])) {
        case PARLEY_OP_EVENT:
            event_take(r, PARLEY_OP_OPERAND(m->ops[i]));
            break;
        case PARLEY_OP_ZERO:
            r->number = 0;
            break;
        case PARLEY_OP_DEC:
            r->number = r->number * 10 + (uint64_t)(byte - '0');
            if (r->number > FOREVER) r->number = FOREVER;
            break;
        default:
            break;
        }
}

void cache_control_read(cache_control *control, const uint8_t *value, size_t n) {
    reading r = {.control = control};
    uint16_t state = parley_cache_control.start;
    for (size_t i = 0; i < n; i++) {
        uint16_t action = parley_machine_symbol(&parley_cache_control, &state, value[i]);
        action_take(&r, action, value[i]);
        if (state != 0) continue;
        while (i < n && value[i] != ',') /* that one is no directive; the next one may be */
            i++;
        state = parley_cache_control.start;
    }
    action_take(&r, parley_machine_end(&parley_cache_control, state), 0);
}
