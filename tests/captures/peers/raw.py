"""raw.py: heads and frames byte by byte, right or wrong as the caller wants. It checks nothing; no case stands here."""
import base64
import hashlib
import random
import socket
import struct
import zlib

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
dice = random.Random(6455)


def frame(opcode, payload=b"", fin=True, rsv=0, mask=None, size=None, length=None):
    """mask: a key of four bytes. size: of the length field (7, 16, 64), the smallest if None. length: what it says."""
    length = len(payload) if length is None else length
    size = size or (7 if length < 126 else 16 if length < 65536 else 64)
    first = bytes([(0x80 if fin else 0) | rsv << 4 | opcode])
    masked = 0x80 if mask is not None else 0
    if size == 7:
        head = first + bytes([masked | length])
    elif size == 16:
        head = first + bytes([masked | 126]) + struct.pack(">H", length)
    else:
        head = first + bytes([masked | 127]) + struct.pack(">Q", length)
    if mask is None:
        return head + payload
    return head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))


def from_client(opcode, payload=b"", **how):
    how.setdefault("mask", bytes(dice.randrange(1, 256) for _ in range(4)))
    return frame(opcode, payload, **how)


def close(code, reason=b""):
    return struct.pack(">H", code) + reason


def deflate(text, window=15, before=b""):
    """One message of permessage-deflate; before: what the window already holds."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -window)
    if before:
        packer.compress(before)
        packer.flush(zlib.Z_SYNC_FLUSH)
    return (packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]


def new_key():
    return base64.b64encode(bytes(dice.randrange(256) for _ in range(16))).decode()


def accept_of(key):
    return base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()


def head_read(peer):
    """A head with its empty line, and what came behind it."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = peer.recv(65536)
        if not piece:
            return data, b""
        data += piece
    head, rest = data.split(b"\r\n\r\n", 1)
    return head + b"\r\n\r\n", rest


def drain(peer, seconds):
    """Reads until the other side ends, or so long."""
    peer.settimeout(seconds)
    try:
        while peer.recv(65536):
            pass
    except OSError:
        pass


def part(peer):
    """Ends both directions, in order."""
    try:
        peer.shutdown(socket.SHUT_WR)
    except OSError:
        pass
    drain(peer, 0.3)
    peer.close()
