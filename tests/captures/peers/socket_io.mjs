// socket_io.mjs PORT: socket.io on both ends, as most people use it: it polls over HTTP first, then goes over to
// WebSocket. Started by record_websocket.sh in the folder where socket.io and socket.io-client are installed.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const port = Number(process.argv[2]);

const site = createServer();
const server = new Server(site, { pingInterval: 300, perMessageDeflate: { threshold: 0 } });
server.on('connection', socket => socket.on('say', (what, answer) => answer(what, Buffer.from([1, 2, 3]))));
site.listen(port, '127.0.0.1', () => {
  const client = io(`http://127.0.0.1:${port}`);
  client.io.engine.on('upgrade', () => client.emit('say', 'Gr\u00fc\u00dfe \u20ac', what => {
    console.log(what);
    setTimeout(() => client.disconnect(), 500);
    setTimeout(() => process.exit(0), 800);
  }));
});
setTimeout(() => process.exit(1), 8000);
