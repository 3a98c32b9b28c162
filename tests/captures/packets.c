/* Packets of a capture, taken apart and written anew: see packets.h. */
#include "packets.h"
#include "../support/cmocka_all.h"
#include "../support/files.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint32_t number_le(const uint8_t *at) {
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

uint64_t packet_time(const packet *one) {
    return number_le(one->bytes - PACKET_HEADER) * UINT64_C(1000000) +
           number_le(one->bytes - PACKET_HEADER + 4);
}

capture capture_load(const char *path) {
    capture loaded = {.path = path};
    size_t length = 0;
    loaded.file = (uint8_t *)file_read(path, &length);
    assert_non_null(loaded.file);
    assert_true(length > FILE_HEADER && number_le(loaded.file) == 0xa1b2c3d4 &&
                number_le(loaded.file + 20) == 1);
    loaded.packets = calloc(length / PACKET_HEADER, sizeof *loaded.packets);
    assert_non_null(loaded.packets);
    for (size_t at = FILE_HEADER; at + PACKET_HEADER <= length;) {
        uint32_t n = number_le(loaded.file + at + 8);
        at += PACKET_HEADER;
        assert_true(n <= length - at);
        loaded.packets[loaded.count++] = (packet){loaded.file + at, n};
        at += n;
    }
    return loaded;
}

void capture_free(capture *loaded) {
    free(loaded->file);
    free(loaded->packets);
}

damaged damaged_start(const capture *from) {
    damaged made = {"/tmp/parley-damage-XXXXXX", NULL, 0, from->path};
    int handle = mkstemp(made.path);
    assert_true(handle >= 0);
    made.file = fdopen(handle, "wb");
    assert_non_null(made.file);
    assert_int_equal(fwrite(from->file, 1, FILE_HEADER, made.file), FILE_HEADER);
    return made;
}

void damaged_put(damaged *made, const packet *at_time_of, const uint8_t *bytes, uint32_t kept,
                 uint32_t length) {
    uint8_t header[PACKET_HEADER];
    memcpy(header, at_time_of->bytes - PACKET_HEADER, 8);
    for (size_t i = 8; i < sizeof header; i++)
        header[i] = (uint8_t)((i < 12 ? kept : length) >> (8 * (i % 4)));
    assert_int_equal(fwrite(header, 1, sizeof header, made->file), sizeof header);
    assert_int_equal(fwrite(bytes, 1, kept, made->file), kept);
    made->written++;
}

void damaged_add(damaged *made, const packet *at_time_of, const uint8_t *bytes, uint32_t length) {
    damaged_put(made, at_time_of, bytes, length, length);
}

static void number_be_put(uint8_t *at, size_t size, uint32_t number) {
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(number >> (8 * (size - 1 - i)));
}

static uint32_t number_be(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

int packet_payload(const packet *one, uint32_t *head, uint32_t *payload) {
    const uint8_t *ip = one->bytes + ETHERNET;
    if (one->bytes[12] != 8 || one->bytes[13] != 0 || ip[0] != 0x45) return 0;
    *head = ETHERNET + 20 + (uint32_t)(ip[32] >> 4) * 4;
    *payload = ETHERNET + ((uint32_t)ip[2] << 8 | ip[3]) - *head;
    assert_true(*head + *payload <= one->length);
    return 1;
}

void segment_add(damaged *made, const packet *whole, uint32_t head, uint32_t first, uint32_t n,
                 int last) {
    uint8_t *copy = malloc(head + n);
    assert_non_null(copy);
    memcpy(copy, whole->bytes, head);
    memcpy(copy + head, whole->bytes + head + first, n);
    uint8_t *tcp = copy + ETHERNET + 20;
    uint32_t seq = number_be(tcp + 4);
    number_be_put(copy + ETHERNET + 2, 2, head - ETHERNET + n);
    number_be_put(copy + ETHERNET + 4, 2,
                  made->written + 1); /* every packet has an identification of its own */
    number_be_put(tcp + 4, 4, seq + first);
    if (!last) tcp[13] = (uint8_t)(tcp[13] & ~(1u | 8u)); /* FIN and PSH belong to the last one */
    damaged_add(made, whole, copy, head + n);
    free(copy);
}

int packets_merge(damaged *made, const packet *first, const packet *second) {
    uint32_t head, n, other_head, more;
    if (!packet_payload(first, &head, &n) || !packet_payload(second, &other_head, &more) ||
        n == 0 || more == 0 || other_head - ETHERNET + n + more > 0xffff)
        return 0;
    const uint8_t *tcp = first->bytes + ETHERNET + 20, *next = second->bytes + ETHERNET + 20;
    if (memcmp(tcp, next, 4) != 0 || number_be(tcp + 4) + n != number_be(next + 4)) return 0;
    uint8_t *joined = malloc(other_head + n + more);
    assert_non_null(joined);
    memcpy(joined, second->bytes, other_head);
    memcpy(joined + other_head, first->bytes + head, n);
    memcpy(joined + other_head + n, second->bytes + other_head, more);
    number_be_put(joined + ETHERNET + 2, 2, other_head - ETHERNET + n + more);
    number_be_put(joined + ETHERNET + 20 + 4, 4, number_be(tcp + 4));
    damaged_add(made, second, joined, other_head + n + more);
    free(joined);
    return 1;
}
