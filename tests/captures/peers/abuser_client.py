"""abuser_client.py PORT GROUP...: a client that does what none should, one conversation for each way to do it.

It looks at what the server makes of it only as long as it takes to end. Started by record_websocket.sh."""
import socket
import sys
import time

from raw import *

PORT = int(sys.argv[1])
FIELDS = {"Host": f"127.0.0.1:{PORT}", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
HELLO = from_client(TEXT, b"hello")
BYE = from_client(CLOSE, close(1000))
ONE_KEY = "dGhlIHNhbXBsZSBub25jZQ=="


def request(path="/echo", method="GET", version="HTTP/1.1", more=(), **changed):
    changed.setdefault("Sec_WebSocket_Key", new_key())
    fields = dict(FIELDS, **{name.replace("_", "-"): value for name, value in changed.items()})
    lines = [f"{method} {path} {version}"] + [f"{n}: {v}" for n, v in fields.items() if v is not None] + list(more)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def opens(head, *behind):
    """Only the opening is looked at; frames in one piece with it are early."""
    peer = socket.create_connection(("127.0.0.1", PORT))
    peer.sendall(head + b"".join(behind))
    time.sleep(0.05)
    drain(peer, 0.2)
    part(peer)


def says(*pieces, path="/echo", wait=0.3, **head):
    """Opens well, says each piece a little after the other, and ends when the server has, or after a while."""
    peer = socket.create_connection(("127.0.0.1", PORT))
    peer.sendall(request(path, **head))
    head_read(peer)
    for piece in pieces:
        try:
            peer.sendall(piece)
        except OSError:
            break
        time.sleep(0.03)
    drain(peer, wait)
    part(peer)


def group_open():
    opens(request(Sec_WebSocket_Key=None))
    opens(request(more=[f"Sec-WebSocket-Key: {new_key()}"]))
    opens(request(Sec_WebSocket_Key="dG9vIHNob3J0"))
    opens(request(Sec_WebSocket_Version=None))
    opens(request(Sec_WebSocket_Version="12"))
    opens(request(Sec_WebSocket_Version="13, 8"))
    opens(request(method="POST", more=["Content-Length: 0"]))
    opens(request(version="HTTP/1.0"))
    opens(request(Upgrade="websockets"))
    opens(request(Connection="keep-alive"))
    opens(request(Sec_WebSocket_Protocol="chat, chat"), BYE)
    opens(request(Sec_WebSocket_Protocol="chat,, v2/chat"))
    opens(request(Sec_WebSocket_Extensions="permessage-deflate; ="))
    opens(request(Sec_WebSocket_Extensions="permessage-deflate; server_max_window_bits=16; color"))
    opens(request(), HELLO, BYE)
    opens(request(Sec_WebSocket_Key=ONE_KEY))
    opens(request(Sec_WebSocket_Key=ONE_KEY))


def group_frames():
    says(frame(TEXT, b"not masked"))
    says(HELLO, from_client(TEXT, b"a reserved bit", rsv=4))
    says(from_client(BINARY, b"another", rsv=1))
    says(from_client(3, b"data to come"))
    says(from_client(11, b"control to come"))
    says(from_client(TEXT, b"short", size=16), BYE)
    says(from_client(TEXT, b"shorter", size=64), BYE)
    says(from_client(BINARY, b"endless", size=64, length=1 << 63))
    says(from_client(PING, b"half a ping", fin=False))
    says(from_client(PING, b"p" * 126))
    says(from_client(CONTINUATION, b"of what?"))
    says(from_client(TEXT, b"begun, ", fin=False), from_client(TEXT, b"and begun again"))
    says(from_client(TEXT, b"the payload can be read", mask=bytes(4)), BYE)
    says(*[from_client(TEXT, b"the same key", mask=b"\x11\x22\x33\x44")] * 2, BYE)


def group_text():
    says(from_client(TEXT, b"overlong \xc0\xaf"))
    says(from_client(TEXT, b"a surrogate \xed\xa0\x80"))
    says(from_client(TEXT, b"beyond the last \xf4\x90\x80\x80"))
    says(from_client(TEXT, b"cut \xe2\x82"))
    says(from_client(TEXT, b"cut \xe2\x82", fin=False), from_client(CONTINUATION, fin=True))
    says(from_client(TEXT, b"\xe2\x82", fin=False), from_client(PING, b"between"), from_client(CONTINUATION, b"\xacAnd \xff"))
    says(from_client(BINARY, b"\xff\xfe is no text"), BYE)


def group_close():
    says(from_client(CLOSE, b"\x03"))
    for code in (0, 999, 1004, 1005, 1006, 1014, 1015, 1016, 2999, 5000, 65535):
        says(from_client(CLOSE, close(code)))
    says(from_client(CLOSE, close(1000, b"enough \xff")))
    says(from_client(CLOSE, close(1000, b"cut \xe2\x82")))
    says(BYE + HELLO + BYE + from_client(PING))


def group_silence():
    says(path="/pings")
    says(b"", BYE, path="/speaks")
    says(HELLO, path="/closes", wait=0.5)
    says(HELLO[:1])
    says(HELLO, HELLO[:9])
    says(from_client(TEXT, b"begun, ", fin=False))
    says(HELLO)


DEFLATE = {"path": "/deflate", "Sec_WebSocket_Extensions": "permessage-deflate"}
ALONE = {"path": "/deflate", "Sec_WebSocket_Extensions": "permessage-deflate; client_no_context_takeover"}
SMALL = {"path": "/windows", "Sec_WebSocket_Extensions": "permessage-deflate; client_max_window_bits"}
WORDS = b"words that are used again, "


def group_deflate():
    packed = deflate(WORDS)
    says(from_client(TEXT, packed, rsv=4), from_client(TEXT, deflate(WORDS, before=WORDS), rsv=4), BYE, **DEFLATE)
    says(from_client(TEXT, b"\x07 is no block", rsv=4), **DEFLATE)
    says(from_client(TEXT, packed[:-3], rsv=4), **DEFLATE)
    says(from_client(TEXT, packed[:9], rsv=4, fin=False), from_client(CONTINUATION, packed[9:], rsv=4), **DEFLATE)
    says(from_client(PING, deflate(b"packed"), rsv=4), **DEFLATE)
    says(from_client(TEXT, deflate(b"no text \xff"), rsv=4), **DEFLATE)
    says(from_client(BINARY, deflate(bytes(1 << 20)), rsv=4), BYE, **{**DEFLATE, "path": "/length"})
    says(from_client(TEXT, packed, rsv=4), from_client(TEXT, deflate(WORDS, before=WORDS), rsv=4), BYE, **ALONE)
    far = WORDS + b"-" * 4200 + WORDS
    says(from_client(TEXT, deflate(far), rsv=4), BYE, **SMALL)
    says(from_client(TEXT, b"not packed at all"), BYE, **DEFLATE)


for name in sys.argv[2:]:
    globals()["group_" + name]()
