/* Ranges of bytes as HTTP writes them: see byte_range.h. */
#include "byte_range.h"
#include "values.h"
#include <string.h>

static size_t digits(const char *text, size_t n) {
    size_t i = 0;
    while (i < n && text[i] >= '0' && text[i] <= '9')
        i++;
    return i;
}

bool byte_range_read(const uint8_t *value, size_t n, byte_range *range) {
    static const char unit[] = "bytes";
    const char *text = (const char *)value;
    const size_t skip = sizeof unit; /* the byte behind the word counted */
    *range = (byte_range){0};
    if (n < skip || memcmp(text, unit, skip - 1) != 0) return false;
    text += skip;
    n -= skip;
    size_t length = digits(text, n);
    if (length == n || text[length] != '-' || !hls_integer(text, length, &range->first))
        return false;
    text += length + 1;
    n -= length + 1;
    length = digits(text, n);
    range->has_last = length > 0 && hls_integer(text, length, &range->last);
    if (length == n) return true;
    if (text[length] != '/') return false;
    range->has_all = hls_integer(text + length + 1, n - length - 1, &range->all);
    return range->has_all || (n - length == 2 && text[length + 1] == '*');
}
