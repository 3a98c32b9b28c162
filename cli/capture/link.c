/* From a captured frame to the IP packet in it: Ethernet with VLAN tags, loopback, raw IP, Linux
 * cooked.
 *
 * Frames that carry something else are passed over in silence; a link type that nobody here knows
 * is counted. */
#include "packet.h"

enum link_type {
    LINK_NULL = 0,
    LINK_ETHERNET = 1,
    LINK_RAW_BSD = 12,
    LINK_RAW_OPENBSD = 14,
    LINK_RAW = 101,
    LINK_LOOP = 108,
    LINK_LINUX_SLL = 113,
    LINK_IPV4 = 228,
    LINK_IPV6 = 229,
    LINK_LINUX_SLL2 = 276
};

#define NOT_IP       SIZE_MAX
#define UNKNOWN_LINK (SIZE_MAX - 1)

static bool is_ip(uint16_t protocol) {
    return protocol == 0x0800 || protocol == 0x86dd;
}

/* Where IP begins behind an EtherType that stands at place, with any VLAN tags between. */
static size_t skip_tags(const packet *p, size_t place) {
    while (place + 2 <= p->captured) {
        uint16_t protocol = read_be16(p->bytes + place);
        if (is_ip(protocol)) return place + 2;
        if (protocol != 0x8100 && protocol != 0x88a8 && protocol != 0x9100) return NOT_IP;
        place += 4;
    }
    return NOT_IP;
}

/* The address family of the system that recorded it, in that system's byte order (or, LOOP, in
 * network order). */
static size_t skip_family(const packet *p) {
    if (p->captured < 4) return NOT_IP;
    uint32_t family = read_be32(p->bytes);
    if (family > 0xffff) family = read_le32(p->bytes);
    switch (family) {
    case 2:  /* AF_INET everywhere */
    case 10: /* AF_INET6: Linux, NetBSD and OpenBSD, FreeBSD, Darwin */
    case 24:
    case 28:
    case 30:
        return 4;
    default:
        return NOT_IP;
    }
}

static size_t find_ip(const packet *p) {
    switch (p->link) {
    case LINK_ETHERNET:
        return skip_tags(p, 12);
    case LINK_NULL:
    case LINK_LOOP:
        return skip_family(p);
    case LINK_RAW:
    case LINK_RAW_BSD:
    case LINK_RAW_OPENBSD:
    case LINK_IPV4:
    case LINK_IPV6:
        return 0;
    case LINK_LINUX_SLL:
        return skip_tags(p, 14);
    case LINK_LINUX_SLL2: {
        /* The protocol stands first here; a VLAN tag, where there is one, begins behind the header.
         */
        if (p->captured < 20) return NOT_IP;
        uint16_t protocol = read_be16(p->bytes);
        if (is_ip(protocol)) return 20;
        bool tagged = protocol == 0x8100 || protocol == 0x88a8 || protocol == 0x9100;
        return tagged ? skip_tags(p, 22) : NOT_IP;
    }
    default:
        return UNKNOWN_LINK;
    }
}

int capture_packet(capture *c, const packet *p) {
    c->frames++;
    if (!c->started) {
        c->started = true;
        c->first_time = p->time;
    }
    int64_t since = (int64_t)((uint64_t)p->time - (uint64_t)c->first_time);
    c->last_time = since > 0 ? (uint64_t)since : 0;
    size_t place = find_ip(p);
    if (place == UNKNOWN_LINK && c->unknown_links++ == 0) c->unknown_frame = c->frames;
    if (place >= p->captured) return 0;
    return ip_packet(c, p->bytes + place, p->captured - place, p->length - p->captured);
}
