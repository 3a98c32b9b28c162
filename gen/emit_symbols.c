/* The C of symbols.h: what has to be found by its name, so that nobody writes a number twice. */
#include "emit.h"

#include <ctype.h>
#include <string.h>

static bool is_event(const symbol *s) {
    return strncmp(s->name, "EV_", 3) == 0;
}

void emit_symbols_header(const symbol_table *t, const char *protocol, text *out) {
    text upper = {NULL, 0, 0};
    for (const char *s = protocol; *s != 0; s++)
        text_addf(&upper, "%c", toupper((unsigned char)*s));
    emit_origin(t->items[0].file, "/* ", " */", out);
    text_addf(out, "#ifndef PARLEY_%s_SYMBOLS_TABLE_H\n#define PARLEY_%s_SYMBOLS_TABLE_H\n\n",
              text_string(&upper), text_string(&upper));
    text_add(out,
             "#include \"parley_machine.h\"\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
    text_add(out, "/* Ends with a row without a name. */\n");
    text_addf(out, "extern const parley_symbol parley_%s_symbols[];\n\n", protocol);
    text_add(out, "#ifdef __cplusplus\n}\n#endif\n#endif\n");
    text_free(&upper);
}

void emit_symbols_c(const symbol_table *t, const char *protocol, text *out) {
    emit_origin(t->items[0].file, "/* ", " */", out);
    text_addf(out, "#include \"%s_symbols.h\"\n\n/* clang-format off */\n\n", protocol);
    text_addf(out, "const parley_symbol parley_%s_symbols[] = {\n", protocol);
    for (size_t i = 0; i < t->n; i++) {
        const symbol *s = &t->items[i];
        if (!is_event(s) && s->brief[0] == 0) continue;
        text_add(out, "    {");
        emit_quoted(s->name, out);
        text_addf(out, ", %u, ", s->number);
        emit_quoted(s->brief, out);
        text_add(out, "},\n");
    }
    text_add(out, "    {0, 0, 0},\n};\n");
}
