/* The text of one WebSocket message while it passes: see message_text.h. */
#include "message_text.h"
#include "../../runtime/parley.h"
#include "../memory.h"
#include <stdlib.h>
#include <string.h>

static size_t kept_everywhere;

static bool room_make(message_text *text, uint32_t n) {
    uint32_t size = text->size ? text->size : TEXT_STAYS;
    while (size < n)
        size *= 2;
    if (size == text->size) return true;
    if (kept_everywhere + (size - text->size) > TEXT_EVERYWHERE) return false;
    uint8_t *larger = memory_grow(text->bytes, size);
    if (larger == NULL) return false;
    kept_everywhere += size - text->size;
    text->bytes = larger;
    text->size = size;
    return true;
}

static void text_keep(message_text *text, const uint8_t *bytes, size_t n) {
    size_t room = TEXT_KEPT - text->n, add = n < room ? n : room;
    if (text->cut || add == 0 || !room_make(text, text->n + (uint32_t)add)) {
        text->cut = text->cut || n > 0;
        return;
    }
    memcpy(text->bytes + text->n, bytes, add);
    text->n += (uint32_t)add;
    text->cut = add < n;
}

void message_text_own(message_text *text) {
    const uint8_t *lent = text->lent;
    uint32_t n = text->n;
    if (lent == NULL) return;
    text->lent = NULL;
    text->n = 0;
    text_keep(text, lent, n);
}

bool message_text_lend(message_text *text, const uint8_t *bytes, size_t n) {
    bool whole = text->wanted && !text->checked && text->length == 0 && n <= TEXT_KEPT;
    if (!whole || text->cut || n == 0) return message_text_add(text, bytes, n);
    text->length = n;
    text->n = (uint32_t)n;
    text->lent = bytes;
    return true;
}

const uint8_t *message_text_bytes(const message_text *text) {
    return text->lent != NULL ? text->lent : text->bytes;
}

bool message_text_add(message_text *text, const uint8_t *bytes, size_t n) {
    message_text_own(text);
    text->length += n;
    if (text->wanted) text_keep(text, bytes, n);
    if (!text->checked || text->wrong) return true;
    size_t good = parley_utf8_check(bytes, n, &text->state);
    if (good == n) return true;
    text->wrong = true;
    text->wrong_byte = bytes[good];
    return false;
}

void message_text_miss(message_text *text) {
    message_text_own(text);
    text->cut = true;
    text->checked = false;
}

void message_text_return(message_text *text, const message_text *before) {
    uint8_t *bytes = text->bytes; /* it may have been moved */
    uint32_t size = text->size;
    *text = *before;
    text->bytes = bytes;
    text->size = size;
}

void message_text_next(message_text *text) {
    if (text->size > TEXT_STAYS) {
        message_text_clear(text);
        return;
    }
    text->length = 0;
    text->state = 0;
    text->wrong = text->cut = false;
    text->wrong_byte = 0;
    text->n = 0;
    text->lent = NULL;
}

void message_text_clear(message_text *text) {
    bool checked = text->checked, wanted = text->wanted;
    kept_everywhere -= text->size;
    free(text->bytes);
    *text = (message_text){.checked = checked, .wanted = wanted};
}
