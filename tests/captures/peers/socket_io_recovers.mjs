// socket_io_recovers.mjs PORT recovers|forgets: socket.io on both ends; its connection breaks, and with its connection
// state recovery the client gets what it missed; without, it does not. Started by record_sessions.sh in the folder
// where socket.io and socket.io-client are installed.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const [port, mode] = process.argv.slice(2);

const site = createServer();
const server = new Server(site, { perMessageDeflate: false, connectionStateRecovery: mode === 'recovers' ? {} : undefined });
let seq = 0;
setInterval(() => server.emit('tick', { seq: ++seq }), 50);
site.listen(Number(port), '127.0.0.1', () => {
  const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnectionDelay: 200, randomizationFactor: 0 });
  let n = 0;
  client.on('tick', said => {
    console.log(n, said.seq, client.recovered);
    n++;
    if (n === 4 || n === 10) client.io.engine.close();
    if (n === 16) {
      client.disconnect();
      setTimeout(() => process.exit(0), 200);
    }
  });
});
setTimeout(() => process.exit(1), 8000);
