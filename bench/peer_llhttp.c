/* llhttp as a peer: with the callbacks that a program needs which wants targets, fields, contents
 * and the bounds of messages. Built without its sources it says so. */
#include "peers.h"

#ifdef PARLEY_BENCH_LLHTTP
#include <llhttp/llhttp.h>

/* What a user keeps of the spans: where each lies. Written, so that no callback is empty. */
typedef struct llhttp_user {
    message_counts *found;
    const char *at;
    size_t length;
} llhttp_user;

static int take_span(llhttp_t *parser, const char *at, size_t length) {
    llhttp_user *user = parser->data;
    user->at = at;
    user->length = length;
    return 0;
}

static int take_value_end(llhttp_t *parser) {
    ((llhttp_user *)parser->data)->found->fields++;
    return 0;
}

static int take_head_end(llhttp_t *parser) {
    (void)parser;
    return 0;
}

static int take_content(llhttp_t *parser, const char *at, size_t length) {
    (void)at;
    ((llhttp_user *)parser->data)->found->content += length;
    return 0;
}

static int take_message_end(llhttp_t *parser) {
    ((llhttp_user *)parser->data)->found->messages++;
    return 0;
}

bool llhttp_read(const corpus *read, size_t piece, message_counts *found) {
    llhttp_settings_t settings;
    llhttp_t parser;
    llhttp_user user = {.found = found};

    llhttp_settings_init(&settings);
    settings.on_url = take_span;
    settings.on_status = take_span;
    settings.on_header_field = take_span;
    settings.on_header_value = take_span;
    settings.on_header_value_complete = take_value_end;
    settings.on_headers_complete = take_head_end;
    settings.on_body = take_content;
    settings.on_message_complete = take_message_end;
    llhttp_init(&parser, read->responses ? HTTP_RESPONSE : HTTP_REQUEST, &settings);
    parser.data = &user;
    *found = (message_counts){.head_bytes = COUNT_UNTOLD};
    for (size_t i = 0; i < read->store.length; i += piece) {
        size_t left = read->store.length - i;
        const char *bytes = (const char *)read->store.bytes + i;
        if (llhttp_execute(&parser, bytes, left < piece ? left : piece) != HPE_OK) {
            return false;
        }
    }
    return true;
}

bool llhttp_there(void) {
    return true;
}
#else
bool llhttp_read(const corpus *read, size_t piece, message_counts *found) {
    (void)read;
    (void)piece;
    *found = (message_counts){0};
    return false;
}

bool llhttp_there(void) {
    return false;
}
#endif
