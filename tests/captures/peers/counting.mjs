// counting.mjs PORT MODE: a server of npm's ws that counts, {"seq":n} each 40 ms, and breaks each connection after four
// messages; and npm's reconnecting-websocket, which makes it again. MODE: "loses" (what was said meanwhile is gone),
// "resets" (the same, and each connection ends by a reset, as when a box on the way has forgotten it),
// "resumes" (the client says ?after=SEQ and gets what it missed), "repeats" (it gets the last one again, too),
// "begins-again" (each connection counts from 1), "restarts" (as "loses", and for half a second after each break nobody
// listens: attempts are refused). Started by record_sessions.sh in the folder where both are installed.
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const WebSocket = require('ws');
const Reconnecting = require('reconnecting-websocket');
const [port, mode] = process.argv.slice(2);

const said = [];
const live = new Set();
function say(socket, seq) {
  socket.send(JSON.stringify({ seq, word: 'tick' }));
  if (++socket.said < 4 || socket.last) return;
  live.delete(socket);
  setTimeout(() => mode === 'resets' ? socket._socket.resetAndDestroy() : socket.terminate(), 20);
  if (mode === 'restarts') setTimeout(restart, 40);
}
let server;
const restart = () => { server.close(); setTimeout(listen, 460); };
function listen() {
  server = new WebSocket.WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false });
  server.on('connection', connected);
}
let connections = 0;
function connected(socket, request) {
  socket.said = 0;
  socket.last = ++connections === 3;
  if (mode === 'begins-again') said.length = 0;
  const after = new URL(request.url, 'ws://here').searchParams.get('after');
  live.add(socket);
  if (after !== null) said.filter(seq => seq > after - (mode === 'repeats' ? 1 : 0)).forEach(seq => live.has(socket) && say(socket, seq));
}
listen();
setInterval(() => {
  said.push(said.length + 1);
  live.forEach(socket => say(socket, said.length));
}, 40);

let seen = 0, n = 0;
const url = () => `ws://127.0.0.1:${port}/feed` + (seen && (mode === 'resumes' || mode === 'repeats') ? `?after=${seen}` : '');
const client = new Reconnecting(url, [], { WebSocket, minReconnectionDelay: 130, maxReconnectionDelay: 400 });
client.addEventListener('message', event => {
  seen = Math.max(seen, JSON.parse(event.data).seq);
  console.log(event.data);
  if (++n === 12) client.close(1000);
});
client.addEventListener('close', () => n >= 12 && setTimeout(() => process.exit(0), 100));
setTimeout(() => process.exit(1), 6000);
