/* The C of rules.tsv. */
#include "emit.h"

#include <ctype.h>
#include <string.h>

static void protocol_upper(const rule_table *t, text *out) {
    for (const char *s = t->protocol; *s != 0; s++)
        text_addf(out, "%c", toupper((unsigned char)*s));
}

void emit_rules_header(const rule_table *t, text *out) {
    text upper = {NULL, 0, 0};
    protocol_upper(t, &upper);
    emit_origin(t->path, "/* ", " */", out);
    text_addf(out, "#ifndef PARLEY_%s_RULES_H\n#define PARLEY_%s_RULES_H\n\n", upper.data,
              upper.data);
    text_add(out,
             "#include \"parley_machine.h\"\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
    text_add(out, "/* Rows of the table. */\nenum {\n");
    for (size_t i = 0; i < t->n; i++) {
        text_add(out, "    ");
        rules_constant(t, &t->items[i], out);
        text_addf(out, " = %zu,\n", i);
    }
    text_addf(out, "    %s_N_RULES = %zu\n};\n\n", upper.data, t->n);
    text_addf(out, "extern const parley_rule parley_%s_rules[];\n\n", t->protocol);
    text_add(out, "#ifdef __cplusplus\n}\n#endif\n#endif\n");
    text_free(&upper);
}

static const char *rule_at(const rule *item) {
    return strcmp(item->cells[RULE_AT], "byte") == 0 ? "PARLEY_AT_BYTE" : "PARLEY_AT_MESSAGE";
}

static const char *rule_after(const rule *item) {
    const char *after = item->cells[RULE_AFTER];
    if (strcmp(after, "on") == 0) return "PARLEY_AFTER_GO_ON";
    return strcmp(after, "message") == 0 ? "PARLEY_AFTER_MESSAGE" : "PARLEY_AFTER_STOP";
}

static void emit_rule(const rule *item, text *out) {
    static const int strings[] = {RULE_CLAUSE,      RULE_TOLERANCE, RULE_SENTENCE,   RULE_MESSAGE,
                                  RULE_DUTY,        RULE_RECIPIENT, RULE_CONNECTION, RULE_PROTOCOL,
                                  RULE_APPLICATION, RULE_HINT};
    text_add(out, "    {");
    emit_quoted(item->cells[RULE_ID], out);
    text_add(out, ", PARLEY_LAYER_");
    for (const char *s = item->cells[RULE_LAYER]; *s != 0; s++)
        text_addf(out, "%c", toupper((unsigned char)*s));
    text_add(out, ", PARLEY_");
    for (const char *s = item->cells[RULE_LEVEL]; *s != 0; s++)
        text_addf(out, "%c", toupper((unsigned char)*s));
    text_add(out, ",\n     ");
    emit_quoted(item->cells[RULE_JUDGE], out);
    text_add(out, ", ");
    emit_quoted(item->cells[RULE_SIDE], out);
    text_addf(out, ", %s, %s", rule_at(item), rule_after(item));
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        text_add(out, ",\n     ");
        emit_quoted(item->cells[strings[i]], out);
    }
    text_add(out, "},\n");
}

void emit_rules_c(const rule_table *t, text *out) {
    text upper = {NULL, 0, 0};
    protocol_upper(t, &upper);
    emit_origin(t->path, "/* ", " */", out);
    text_addf(out, "#include \"%s_rules.h\"\n\n/* clang-format off */\n\n", t->protocol);
    text_addf(out, "const parley_rule parley_%s_rules[] = {\n", t->protocol);
    for (size_t i = 0; i < t->n; i++)
        emit_rule(&t->items[i], out);
    text_add(out, "};\n");
    text_free(&upper);
}
