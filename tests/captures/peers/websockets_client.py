"""websockets_client.py PORT CASE...: a client of Python's websockets, with the options that it has when nobody sets any.

Each case is a conversation of its own; started by record_websocket.sh."""
import asyncio
import sys

import websockets

PORT = sys.argv[1]


def connect(path, **options):
    return websockets.connect(f"ws://127.0.0.1:{PORT}{path}", **options)


async def pieces():
    for piece in ("packed ", "in \N{EURO SIGN}", " pieces"):
        yield piece
        await asyncio.sleep(0.02)


async def messages():
    async with connect("/deflate") as socket:
        for message in ("Gr\u00fc\u00dfe \u20ac", b"\x00\xff", "", "the same again", "the same again"):
            await socket.send(message)
            await socket.recv()
        await (await socket.ping())
        await socket.pong(b"nobody asked")


async def fragments():
    async with connect("/deflate") as socket:
        await socket.send(pieces())
        await socket.recv()


async def plain():
    async with connect("/echo", compression=None, subprotocols=["chat.example"]) as socket:
        await socket.send("nothing is packed here")
        await socket.recv()
        await socket.close(4002, "\u20ac")


async def listens():
    async with connect("/speaks") as socket:
        async for message in socket:
            print(message)


async def leaves():
    socket = await connect("/echo")
    await socket.send("and away")
    await socket.recv()
    socket.transport.abort()


async def refused():
    try:
        async with connect("/members-only"):
            pass
    except websockets.InvalidStatusCode as error:
        print(error)


async def abused(path):
    """A path is what abuser_server.py gets wrong there; the client says hello and waits what comes of it."""
    try:
        async with connect(path, close_timeout=4) as socket:
            if path == "/no-pong":
                await socket.ping("hello?")
            elif path != "/stays":
                await socket.send("hello")
            while path not in ("/no-pong", "/stays"):
                await asyncio.wait_for(socket.recv(), 0.6)
    except (websockets.WebSocketException, asyncio.TimeoutError, OSError) as error:
        print(path, repr(error))


async def main():
    for name in sys.argv[2:]:
        await (abused(name) if name.startswith("/") else globals()[name]())


asyncio.run(main())
