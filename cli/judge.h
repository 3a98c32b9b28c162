/* Judges the connections of transcripts: recognises what they speak, feeds conversations, and tells
 * a reporter.
 *
 * A reporter sees facts in the order in which they happened; how they are shown is its own
 * business. Nothing here prints, and nothing here knows how a transcript is stored. */
#ifndef PARLEY_CLI_JUDGE_H
#define PARLEY_CLI_JUDGE_H

#include "application.h"
#include "body_alone.h"
#include "connection_state.h"
#include "continuity/profile.h"
#include "transcript.h"

/* What was counted, of one file or of all. */
typedef struct tally {
    uint64_t conversations, exchanges;
    uint64_t messages;    /* of WebSocket */
    uint64_t verdicts[4]; /* by parley_verdict */
    uint64_t levels[3];   /* findings by parley_level */
    confusion_mark confusions[CONFUSIONS];
    uint64_t judged;      /* conversations that something can be said about */
    uint64_t passed_over; /* connections that --stream leaves out */
    uint64_t left_out;    /* findings of playlists for which there was no room */
    uint64_t untied;      /* exchanges of sessions beyond those that are remembered */
} tally;

/* Who is told. Every function may be NULL. conversation is NULL for what concerns a whole file. */
typedef struct reporter {
    void *context;
    bool wants_text;   /* of events and of WebSocket's messages, reasons of its Closes */
    bool wants_frames; /* its FRAME events */
    void (*opened)(void *context, conversation *conversation);
    /* Before an input is judged. May shorten it (to nothing: PARLEY_BYTES without bytes); returns
     * whether nothing after it is judged of this connection. */
    bool (*until)(void *context, conversation *conversation, parley_input *input);
    /* Once for each connection that is judged: when until said so, or else at its end. */
    void (*stopped)(void *context, conversation *conversation);
    void (*event)(void *context, conversation *conversation, const parley_event *event);
    void (*connection_event)(void *context, conversation *conversation,
                             const connection_event *event);
    void (*finding)(void *context, conversation *conversation, const parley_finding *finding);
    /* Bytes that were judged just now; called only while conversation->wants_bytes is set. */
    void (*bytes)(void *context, conversation *conversation, const parley_input *input);
    /* What happened in the body of a message. */
    void (*application_event)(void *context, conversation *conversation,
                              const application_event *event);
    void (*closed)(void *context, conversation *conversation);
    /* At the end of a file: what only then is known, and each session over its connections. */
    void (*late)(void *context, const char *file, const late_finding *late);
    void (*session)(void *context, const char *file, const application_session *session);
    /* Not called for a file of which nothing could be read. */
    void (*file_ended)(void *context, const char *file, const tally *counts);
} reporter;

/* The rules that count: only these if there are any, and never those. */
typedef struct rule_filter {
    const char *const *only, *const *without;
    size_t n_only, n_without;
} rule_filter;

/* The streams that count, as ranges; none: all. */
typedef struct stream_set {
    uint32_t (*ranges)[2];
    size_t n;
} stream_set;

typedef struct judge_options {
    parley_protocol as; /* PARLEY_UNKNOWN: tell by content */
    alone_sort alone;   /* files that are no captures are such bodies; ALONE_NONE: by content */
    rule_filter rules;
    profile_list profiles; /* of sessions over connections */
    stream_set streams;
    transcript_options transcript;
} judge_options;

/* Judges one file, or the raw directions of options if path is NULL, and adds what it counted to
 * *counts (which begins at zero for each file). file is what reports call it. Returns 0, or -1 with
 * one line in error if not all of it could be read; what could was judged. */
int judge_file(const char *path, const char *file, const judge_options *options,
               const reporter *teller, tally *counts, char *error, size_t size);

bool rule_filter_passes(const rule_filter *filter, const char *id);
/* What a session lost is no fault of the connection on which that shows. */
bool rule_is_of_session(const parley_rule *rule);
bool stream_set_has(const stream_set *set, uint32_t stream);

#endif
