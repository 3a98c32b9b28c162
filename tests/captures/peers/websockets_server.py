"""websockets_server.py PORT: a server of Python's websockets, with the options that it has when nobody sets any.

It behaves as the path says; started by record_websocket.sh."""
import asyncio
import sys

import websockets


async def pieces():
    for piece in ("the server ", "speaks in \N{EURO SIGN}", " pieces"):
        yield piece
        await asyncio.sleep(0.02)


async def serve(socket, path):
    if path == "/speaks":
        await socket.send(pieces())
        await (await socket.ping(b"are you there?"))
        await socket.send(b"\x00\x01\x02")
        await socket.close(1000, "all is said")
    elif path == "/closes":
        await socket.recv()
        await socket.close(4000, "that is all, \N{CYRILLIC SMALL LETTER PE}")
    elif path == "/fails":
        await socket.recv()
        raise RuntimeError("a fault in the program behind the socket")
    else:
        async for message in socket:
            await socket.send(message)


async def main():
    async with websockets.serve(serve, "127.0.0.1", int(sys.argv[1]), close_timeout=1):
        await asyncio.Future()


asyncio.run(main())
