"""trio_client.py PORT: a client of Python's trio-websocket, which is wsproto underneath.

Two conversations: one that it closes, one that the server closes. Started by record_websocket.sh."""
import sys

import trio
import trio_websocket

SITE = f"ws://127.0.0.1:{sys.argv[1]}/"


async def main():
    async with trio_websocket.open_websocket_url(SITE, subprotocols=["v1.chat", "v2.chat"]) as socket:
        for message in ("Gr\u00fc\u00dfe \u20ac", b"\x00\xff", "alike, alike, alike", "alike, alike, alike"):
            await socket.send_message(message)
            await socket.get_message()
        await socket.ping(b"there?")
        await trio.sleep(0.5)  # meanwhile the server sends pings
        await socket.aclose(code=3001, reason="read \u20ac")
    async with trio_websocket.open_websocket_url(SITE) as socket:
        await socket.send_message("end this")
        try:
            await socket.get_message()
        except trio_websocket.ConnectionClosed as closed:
            print(closed.reason)


trio.run(main)
