"""tunnel_client.py PROXY PORT: Python's websockets through an HTTP proxy that CONNECT asks for a tunnel.

Started by record_websocket.sh."""
import asyncio
import socket
import sys

import websockets

proxy, port = int(sys.argv[1]), int(sys.argv[2])


async def main():
    tunnel = socket.create_connection(("127.0.0.1", proxy))
    tunnel.sendall(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    print(tunnel.recv(4096))
    tunnel.setblocking(False)
    async with websockets.connect(f"ws://127.0.0.1:{port}/echo", sock=tunnel) as talk:
        await talk.send("through a tunnel")
        print(await talk.recv())


asyncio.run(main())
