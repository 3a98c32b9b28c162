"""aiohttp_client.py PORT CASE...: a client of Python's aiohttp. Each case is a conversation of its own.

Started by record_websocket.sh."""
import asyncio
import sys

import aiohttp

SITE = f"http://127.0.0.1:{sys.argv[1]}"


async def heartbeat(session):
    async with session.ws_connect(SITE + "/", heartbeat=0.2) as socket:
        await socket.send_str("wait")
        await socket.receive()
        await socket.close(code=1000, message=b"bye")


async def deflate(session):
    async with session.ws_connect(SITE + "/", compress=12) as socket:
        for _ in range(3):
            await socket.send_str("alike, alike, alike \u20ac")
            await socket.receive()
        await socket.send_bytes(bytes(200))
        await socket.receive()


async def refused(session):
    try:
        await session.ws_connect(SITE + "/members")
    except aiohttp.WSServerHandshakeError as error:
        print(error)
    async with session.get(SITE + "/page") as answer:
        print(await answer.text())


async def main():
    async with aiohttp.ClientSession() as session:
        for name in sys.argv[2:]:
            await globals()[name](session)


asyncio.run(main())
