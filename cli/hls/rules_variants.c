/* What holds for a whole multivariant playlist, told at its end: renditions and their groups, and
 * what variants have in common. Questions to hls.facts. */
#include "../../grammars/hls/symbols.h"
#include "hls_facts.h"
#include "reading.h"

static void tell(playlist_reader *r, uint16_t question, uint16_t answer, uint64_t at) {
    reader_tell(r, &parley_hls_facts, question, answer, at, 0);
}

/* ---- groups ---- */

static bool group_same(const playlist *p, const playlist_rendition *x,
                       const playlist_rendition *y) {
    return x->type == y->type && x->group.there && playlist_text_same(p, x->group, p, y->group);
}

static bool name_same(const playlist *p, const playlist_rendition *x, const playlist_rendition *y) {
    return x->name.there && playlist_text_same(p, x->name, p, y->name);
}

static uint32_t renditions_compared(const playlist *p) {
    return p->renditions.n < COMPARED ? p->renditions.n : COMPARED;
}

static void members_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    const playlist_rendition *all = playlist_renditions(p);
    uint32_t n = renditions_compared(p);
    for (uint32_t i = 1; i < n; i++) {
        bool again = false, second = false;
        for (uint32_t k = 0; k < i; k++) {
            if (!group_same(p, &all[k], &all[i])) continue;
            again = again || name_same(p, &all[k], &all[i]);
            second = second || (all[k].is_default && all[i].is_default);
        }
        if (again) tell(r, Q_GROUPS, NAME_AGAIN, all[i].at);
        if (second) tell(r, Q_GROUPS, DEFAULT_AGAIN, all[i].at);
    }
}

/* Is there a rendition in the group of `of` that says what x says? */
static bool member_there(const playlist *p, const playlist_rendition *of,
                         const playlist_rendition *x) {
    const playlist_rendition *all = playlist_renditions(p);
    for (uint32_t i = 0; i < renditions_compared(p); i++)
        if (group_same(p, &all[i], of) && name_same(p, &all[i], x) &&
            playlist_text_same(p, all[i].alike, p, x->alike))
            return true;
    return false;
}

/* The first rendition of a type, or NULL if a rendition of it cannot be read whole. */
static const playlist_rendition *type_first(const playlist *p, rendition_type type) {
    const playlist_rendition *all = playlist_renditions(p), *first = NULL;
    for (uint32_t i = renditions_compared(p); i-- > 0;) {
        if (all[i].type != type) continue;
        if (!all[i].group.there || !all[i].name.there || !all[i].alike.there) return NULL;
        first = &all[i];
    }
    return first;
}

/* All groups of a type against the first one: one finding at most. */
static void groups_judge(playlist_reader *r, rendition_type type) {
    const playlist *p = &r->list;
    const playlist_rendition *all = playlist_renditions(p), *first = type_first(p, type);
    if (first == NULL || p->renditions.n > COMPARED || p->cut) return;
    for (uint32_t i = 0; i < p->renditions.n; i++) {
        const playlist_rendition *x = &all[i];
        if (x->type != type || group_same(p, x, first)) continue;
        bool differs = !member_there(p, first, x);
        for (uint32_t k = 0; k < p->renditions.n && !differs; k++)
            differs = group_same(p, &all[k], first) && !member_there(p, x, &all[k]);
        if (differs) {
            tell(r, Q_GROUPS, GROUPS_DIFFER, x->at);
            return;
        }
    }
}

/* ---- variants ---- */

static bool group_exists(const playlist *p, playlist_text group, rendition_type type) {
    const playlist_rendition *all = playlist_renditions(p);
    for (uint32_t i = 0; i < p->renditions.n; i++)
        if (!all[i].group.there || ((all[i].type == type || all[i].type == RENDITION_OTHER) &&
                                    playlist_text_same(p, all[i].group, p, group)))
            return true;
    return false;
}

static void variant_groups_judge(playlist_reader *r, const playlist_variant *v) {
    const playlist *p = &r->list;
    const struct {
        playlist_text group;
        rendition_type type;
    } named[] = {{v->audio, RENDITION_AUDIO},
                 {v->video, RENDITION_VIDEO},
                 {v->subtitles, RENDITION_SUBTITLES},
                 {v->captions, RENDITION_CAPTIONS}};
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (named[i].group.there && !group_exists(p, named[i].group, named[i].type))
            tell(r, Q_VARIANTS, GROUP_UNKNOWN, v->at);
}

static void variants_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    const playlist_variant *all = playlist_variants(p);
    uint32_t plain = 0, silent = 0, scored = 0;
    for (uint32_t i = 0; i < p->variants.n; i++) {
        if (i < COMPARED && p->renditions.n <= COMPARED && !p->cut)
            variant_groups_judge(r, &all[i]);
        plain += !all[i].i_frames;
        silent += !all[i].i_frames && all[i].captions_none;
        scored += !all[i].i_frames && all[i].scored;
    }
    bool captions = silent != 0 && silent != plain, scores = scored != 0 && scored != plain;
    for (uint32_t i = 0; i < p->variants.n && (captions || scores); i++) {
        if (all[i].i_frames) continue;
        if (captions && !all[i].captions_none) {
            tell(r, Q_VARIANTS, CAPTIONS_MIXED, all[i].at);
            captions = false;
        }
        if (scores && !all[i].scored) {
            tell(r, Q_VARIANTS, SCORES_MIXED, all[i].at);
            scores = false;
        }
    }
}

static void pathway_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    const playlist_variant *all = playlist_variants(p);
    if (!p->steering_pathway.there || p->cut) return;
    for (uint32_t i = 0; i < p->variants.n; i++) {
        bool same = all[i].pathway.there
                        ? playlist_text_same(p, all[i].pathway, p, p->steering_pathway)
                        : playlist_text_is(p, p->steering_pathway, ".");
        if (same) return;
    }
    tell(r, Q_PATHWAY, PATHWAY_UNKNOWN, p->steering_at);
}

/* ---- session data and keys ---- */

static void data_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    const playlist_data *all = playlist_session_data(p);
    for (uint32_t i = 1; i < p->data.n && i < COMPARED; i++)
        for (uint32_t k = 0; k < i; k++)
            if (all[i].id.there && playlist_text_same(p, all[i].id, p, all[k].id) &&
                playlist_text_same(p, all[i].language, p, all[k].language)) {
                tell(r, Q_DOUBLE, SESSION_DATA_AGAIN, all[i].at);
                break;
            }
}

static void session_keys_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    const playlist_key *all = playlist_session_keys(p);
    for (uint32_t i = 1; i < p->session_keys.n && i < COMPARED; i++)
        for (uint32_t k = 0; k < i; k++)
            if (all[i].uri.there && playlist_key_same(p, &all[i], p, &all[k])) {
                tell(r, Q_DOUBLE, SESSION_KEY_AGAIN, all[i].at);
                break;
            }
}

void multivariant_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    for (uint32_t i = 0; i < p->variables.n; i++)
        if (playlist_variables(p)[i].imported)
            tell(r, Q_VARIABLE, VARIABLE_IMPORTED, playlist_variables(p)[i].at);
    members_judge(r);
    groups_judge(r, RENDITION_AUDIO);
    groups_judge(r, RENDITION_VIDEO);
    groups_judge(r, RENDITION_SUBTITLES);
    variants_judge(r);
    pathway_judge(r);
    data_judge(r);
    session_keys_judge(r);
}
