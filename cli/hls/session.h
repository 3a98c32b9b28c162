/* Sessions of HLS: the playlists that one client loads over and over, and what they name, over
 * requests, responses and connections.
 *
 * A session is what one client (its host, and what its requests say of who it is) makes of one
 * playlist; a multivariant playlist ties the media playlists that it lists. All of it is bounded;
 * what is beyond is not judged. It must not know how a body is read. */
#ifndef PARLEY_CLI_HLS_SESSION_H
#define PARLEY_CLI_HLS_SESSION_H

#include "../http1/body.h"
#include "playlist.h"
#include "url.h"

typedef struct hls_memory hls_memory;
typedef struct hls_session hls_session;
typedef struct hls_listing hls_listing; /* a playlist, over all its versions */
typedef struct hls_object hls_object;   /* what a playlist names */

/* A response that carries a playlist, while it is read and judged. */
typedef struct hls_load {
    application *app;
    conversation *c;
    const message_head *request, *response; /* request is NULL where it is not known */
    hls_listing *listing;                   /* NULL: it belongs to no session */
    uint64_t chain;                         /* of the session: who loads it */
    char url[HLS_URL_BYTES];                /* with its directives; 0 bytes where it is not known */
    size_t n_url;
    parley_event over; /* where and when it was complete */
} hls_load;

/* An object that comes. */
typedef struct hls_download {
    hls_object *object;
    uint64_t n, first, last; /* bytes so far, and when the first and the last of them came */
    uint64_t opened;         /* so many were begun in the session, this one counted */
    unsigned pieces;         /* that came apart from each other */
    bool alone, hinted;      /* no other was under way as it began; nothing but a hint named it */
} hls_download;

hls_memory *hls_memory_open(void);
void hls_memory_free(hls_memory *memory);

/* The head of a request came: it may load a playlist again, or fetch what one names. */
void hls_asked(application *app, conversation *c, const message_head *request);
/* It was answered, by what is no playlist and no object with a body. d->object is the object that
 * comes, or NULL. */
void hls_answered(application *app, conversation *c, const message_head *request,
                  const message_head *response, hls_download *d);
/* Bytes of it are there. */
void hls_download_hear(hls_download *d, const body_piece *piece);
/* An object is over. */
void hls_object_over(hls_download *d, const hls_load *load, body_end how,
                     const parley_event *where);

/* Looks up what is loaded: is it one that a session knows already? The first question to ask. */
bool hls_load_expected(hls_load *load);
/* A playlist begins: finds its listing, or makes one, and the session that it belongs to. */
void hls_load_begin(hls_load *load);
/* Nothing but its first line says that it is a playlist. */
void hls_label_judge(const hls_load *load);
/* How it is sent, where the client would take it compressed. */
void hls_coding_judge(const hls_load *load, bool coded);
/* It was read; list is taken over. */
void hls_load_over(hls_load *load, playlist *list, body_end how);

/* Findings for which there was no room, as many as n more, and all of them. */
void hls_left_out(hls_memory *memory, uint64_t n);
uint64_t hls_left_out_count(const hls_memory *memory);

/* A rule of level error was broken in the session. */
void hls_session_deviates(hls_listing *listing);

/* The transcript is over, and nothing is known beyond until: tells what only now is known, and each
 * session. */
typedef void hls_late(void *context, const late_finding *late);
typedef void hls_tell(void *context, const application_session *session);
void hls_memory_end(hls_memory *memory, uint64_t until, void *context, hls_late *late,
                    hls_tell *tell);

#endif
