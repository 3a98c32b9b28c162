"""aiohttp_server.py PORT: a server of Python's aiohttp, where WebSocket and HTTP share one site.

Paths: / echoes and sends pings, /members refuses and keeps the connection, /page is HTTP. Started by record_websocket.sh."""
import asyncio
import sys

from aiohttp import WSMsgType, web


async def answer_later(socket):
    await asyncio.sleep(0.7)
    await socket.send_str("that was long enough")


async def echo(request):
    socket = web.WebSocketResponse(heartbeat=0.3)
    await socket.prepare(request)
    async for message in socket:
        if message.type == WSMsgType.TEXT and message.data == "wait":
            asyncio.create_task(answer_later(socket))
        elif message.type == WSMsgType.TEXT:
            await socket.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await socket.send_bytes(message.data)
    return socket


async def members(request):
    return web.Response(status=401, text="members only\n", headers={"WWW-Authenticate": 'Basic realm="parley"'})


async def page(request):
    return web.Response(text="a page like any other\n")


site = web.Application()
site.add_routes([web.get("/", echo), web.get("/members", members), web.get("/page", page)])
web.run_app(site, host="127.0.0.1", port=int(sys.argv[1]), print=None)
