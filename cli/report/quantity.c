/* Numbers and times as people read them: see quantity.h. */
#include "quantity.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *quantity_grouped(uint64_t number, char text[QUANTITY_TEXT]) {
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRIu64, number);
    size_t used = 0;
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0) text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = 0;
    return text;
}

const char *quantity_of(uint64_t number, const char *noun, char text[QUANTITY_TEXT]) {
    (void)quantity_grouped(number, text);
    size_t used = strlen(text);
    (void)snprintf(text + used, QUANTITY_TEXT - used, " %s%s", noun, number == 1 ? "" : "s");
    return text;
}
