"""tornado_server.py PORT: a server of Python's tornado that echoes, packs where it is asked to, and sends pings.

Started by record_websocket.sh."""
import sys

import tornado.ioloop
import tornado.web
import tornado.websocket


class Echo(tornado.websocket.WebSocketHandler):
    def get_compression_options(self):
        return {}

    def select_subprotocol(self, offered):
        return offered[-1] if offered else None

    def on_message(self, message):
        if message == "end this":
            self.close(4100, "as you wish")
        else:
            self.write_message(message, binary=isinstance(message, bytes))


site = tornado.web.Application([("/", Echo)], websocket_ping_interval=0.2)
site.listen(int(sys.argv[1]), "127.0.0.1")
tornado.ioloop.IOLoop.current().start()
