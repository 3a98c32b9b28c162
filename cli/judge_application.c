/* What the application layer tells the judge, and what of it the reporter hears: see
 * application.h. */
#include "hls/session.h"
#include "judge_state.h"
#include "sse/session.h"

static void application_finding(void *context, conversation *c, const parley_finding *finding) {
    judge_finding(context, c, finding);
}

static void application_tell(void *context, conversation *c, const application_event *event) {
    const judge *j = context;
    if (j->tied != NULL) continuity_application(j->tied, c, event);
    if (j->teller->application_event != NULL)
        j->teller->application_event(j->teller->context, c, event);
}

static bool application_passes(void *context, const parley_rule *rule) {
    return rule_filter_passes(&((const judge *)context)->options->rules, rule->id);
}

static void application_late(void *context, const late_finding *late) {
    judge *j = context;
    if (!rule_filter_passes(&j->options->rules, late->finding.rule->id)) return;
    j->counts->levels[late->finding.rule->level]++;
    if (j->teller->late != NULL) j->teller->late(j->teller->context, j->file, late);
}

/* Not where all rules that tell of it are left out. */
static bool confusion_is_told(const judge *j, unsigned number) {
    const confusion *which = confusion_at(number);
    for (size_t i = 0; i < CONFUSION_RULES; i++)
        if (which->rules[i] != NULL && rule_filter_passes(&j->options->rules, which->rules[i]))
            return true;
    return false;
}

static void application_session_tell(void *context, const application_session *session) {
    judge *j = context;
    application_session told = *session;
    if (told.tied != 0 && continuity_folds(j->tied, session)) return;
    if (told.confusion != 0 && !confusion_is_told(j, told.confusion)) told.confusion = 0;
    if (told.confusion != 0)
        confusion_mark_add(j->counts->confusions, told.confusion, told.confused);
    if (j->teller->session != NULL) j->teller->session(j->teller->context, j->file, &told);
}

/* ---- a file ---- */

void judge_application_open(judge *j) {
    const profile_list *profiles = &j->options->profiles;
    j->app = (application){.judge = j,
                           .finding = application_finding,
                           .event = application_tell,
                           .passes = application_passes,
                           .late = application_late,
                           .session = application_session_tell,
                           .wants_events = profiles->n > 0 || j->teller->application_event != NULL,
                           .wants_text = j->teller->wants_text || profiles->n > 0,
                           .sse = sse_memory_open(),
                           .hls = hls_memory_open()};
    j->tied = continuity_open(profiles, &j->app);
}

void judge_application_end(judge *j) {
    application *app = &j->app;
    if (app->sse != NULL) sse_memory_end(app, j, application_late, application_session_tell);
    if (app->hls != NULL)
        hls_memory_end(app->hls, j->clock, j, application_late, application_session_tell);
    if (app->hls != NULL) j->counts->left_out = hls_left_out_count(app->hls);
    continuity_end(j->tied);
    continuity_free(j->tied);
    sse_memory_free(app->sse);
    hls_memory_free(app->hls);
}
