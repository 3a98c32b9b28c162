"""abuser_server.py PORT: a server that does what none should; the path says which. Started by record_websocket.sh.

abuser_server.py list GROUP: the paths of a group.

It reads the opening request and the first thing the client says, no more than that."""
import re
import socket
import sys
import time

from raw import *

HELLO = frame(TEXT, b"hello yourself")
BYE = frame(CLOSE, close(1000))
PACKED = "Sec-WebSocket-Extensions: permessage-deflate"


def says(*pieces, more=()):
    """Accepts as asked, waits for the client, says each piece, and ends when the client has, or after a while."""
    return {"more": more, "pieces": pieces}


# What the answer to the opening may get wrong.
answers = {
    "/accept-wrong": {"Sec-WebSocket-Accept": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="},
    "/accept-missing": {"Sec-WebSocket-Accept": None},
    "/upgrade-missing": {"Upgrade": None},
    "/upgrade-other": {"Upgrade": "h2c"},
    "/connection-other": {"Connection": "keep-alive"},
    "/subprotocol-unasked": {"Sec-WebSocket-Protocol": "chat"},
    "/extension-unasked": {"Sec-WebSocket-Extensions": "x-color"},
    "/parameter-unknown": {"more": [PACKED + "; color=red"]},
    "/parameter-twice": {"more": [PACKED + "; server_no_context_takeover; server_no_context_takeover"]},
    "/window-too-large": {"more": [PACKED + "; server_max_window_bits=16"]},
    "/accepted-twice": {"more": [PACKED + ", permessage-deflate"]},
}
frames = {
    "/masked": says(frame(TEXT, b"masked", mask=b"abcd")),
    "/reserved-bit": says(frame(TEXT, b"a reserved bit", rsv=2)),
    "/reserved-opcode": says(frame(7, b"data to come")),
    "/not-minimal": says(frame(TEXT, b"short", size=16), BYE),
    "/not-minimal-64": says(frame(TEXT, b"x" * 300, size=64), BYE),
    "/control-fragmented": says(frame(PING, b"half", fin=False)),
    "/control-too-long": says(frame(PONG, b"p" * 200)),
    "/continuation": says(frame(CONTINUATION, b"of what?")),
    "/inside": says(frame(TEXT, b"begun, ", fin=False), frame(BINARY, b"and begun again")),
    "/not-utf8": says(frame(TEXT, b"no \xfftext")),
    "/bad-block": says(frame(TEXT, b"\x07 is no block", rsv=4), more=[PACKED]),
    "/bit-on-continuation": says(frame(TEXT, deflate(b"in two ")[:4], fin=False, rsv=4), frame(CONTINUATION, b"", rsv=4),
                                 more=[PACKED]),
}
ends = {
    "/code-1005": says(frame(CLOSE, close(1005))),
    "/code-1010": says(frame(CLOSE, close(1010))),
    "/code-5000": says(frame(CLOSE, close(5000))),
    "/one-byte": says(frame(CLOSE, b"\x03")),
    "/reason": says(frame(CLOSE, close(1000, b"\xff"))),
    "/data-after-close": says(BYE + HELLO + BYE),
    "/cut": says(HELLO, HELLO[:6]),
    "/cut-message": says(frame(TEXT, b"begun, ", fin=False)),
    "/no-pong": says(BYE),  # and its client says Close at once
    "/no-close": says(HELLO),
    "/stays": says(BYE) | {"stays": 3.5},
    # nothing wrong with that: the first message is in one piece with the answer
    "/together": {"behind": HELLO + BYE},
}


cases = answers | frames | ends


def answer(key, case):
    fields = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept_of(key)}
    fields.update({name: value for name, value in case.items() if name[0].isupper()})
    lines = ["HTTP/1.1 101 Switching Protocols"]
    lines += [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return ("\r\n".join(lines + list(case.get("more", ()))) + "\r\n\r\n").encode()


def serve(peer):
    head, said = head_read(peer)
    asked = re.match(r"GET (\S+)", head.decode("latin-1"))
    key = re.search(r"(?i)\r\nsec-websocket-key: *(\S+)", head.decode("latin-1"))
    if not asked or not key or asked[1] not in cases:
        return
    case = cases[asked[1]]
    peer.sendall(answer(key[1], case) + case.get("behind", b""))
    peer.settimeout(0.5)
    if case.get("pieces") and not said:
        time.sleep(0.02)
        peer.recv(65536)
    for piece in case.get("pieces", ()):
        peer.sendall(piece)
        time.sleep(0.03)
    drain(peer, case.get("stays", 0.3))


if sys.argv[1] == "list":
    print("\n".join(globals()[sys.argv[2]]))
    sys.exit()
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    client = listener.accept()[0]
    try:
        serve(client)
    except OSError as error:
        print(error)
    part(client)
