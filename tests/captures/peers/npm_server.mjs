// npm_server.mjs PORT: a server of npm's ws that behaves as the path says. Started by record_websocket.sh in the folder
// where ws is installed. Everything it does is what ws does when it is asked; nothing is written past it.
import http from 'node:http';
import { createRequire } from 'node:module';
const { WebSocketServer } = createRequire(process.cwd() + '/')('ws');

const whole = { threshold: 0 };
const plain = { noServer: true, perMessageDeflate: false };
const echo = socket => socket.on('message', (data, binary) => socket.send(data, { binary }));
const page = script => `<!doctype html><title>talking</title><link rel="icon" href="data:,"><script>${script}</script>\n`;
const talk = `const s = new WebSocket('ws://' + location.host + '/deflate');
s.binaryType = 'arraybuffer';
let n = 0;
s.onopen = () => s.send('Gr\\u00fc\\u00dfe from a browser \\u{1f600}');
s.onmessage = () => {
  n++;
  if (n === 1) s.send(new Uint8Array([0, 1, 2, 253, 254, 255]));
  if (n === 2) s.send('the same again, the same again');
  if (n === 3) s.send('the same again, the same again');
  if (n === 4) LAST;
};
s.onclose = event => { document.title = 'closed ' + event.code; };`;
const pages = {
  '/closes': page(talk.replace('LAST', "s.close(4001, 'read enough')")),
  '/stays': page(talk.replace('LAST', "document.title = 'open'")),
};

// What a path does with a connection, and with which options.
const paths = {
  '/echo': [plain, echo],
  '/deflate': [{ noServer: true, perMessageDeflate: whole }, echo],
  '/no-takeover': [{ noServer: true, perMessageDeflate: { ...whole, serverNoContextTakeover: true, clientNoContextTakeover: true } }, echo],
  '/windows': [{ noServer: true, perMessageDeflate: { ...whole, serverMaxWindowBits: 9, clientMaxWindowBits: 10 } }, echo],
  '/length': [{ noServer: true, perMessageDeflate: whole }, socket => socket.on('message', data => socket.send(`${data.length} bytes`))],
  '/pings': [plain, socket => {
    socket.ping('from the server');
    socket.on('pong', () => socket.close(1000));
  }],
  '/speaks': [plain, socket => {
    socket.send('the server speaks first');
    socket.send('one ', { fin: false });
    socket.ping('between');
    socket.send('mess', { fin: false });
    socket.send('age', { fin: true });
    socket.close(1000, 'all is said');
  }],
  '/closes': [plain, socket => socket.on('message', () => socket.close(4000, 'that is all, \u043f\u043e\u043a\u0430'))],
  '/closes-bare': [plain, socket => socket.on('message', () => socket.close())],
  '/goes-away': [plain, socket => socket.on('message', () => socket.close(1001))],
  '/terminates': [plain, socket => socket.on('message', () => socket.terminate())],
  '/terminates-inside': [plain, socket => socket.on('message', () => {
    socket.send('begun, and ', { fin: false });
    setTimeout(() => socket.terminate(), 50);
  })],
  '/small-messages': [{ ...plain, maxPayload: 100 }, echo],
  '/no-pong': [{ ...plain, autoPong: false }, echo],
  '/chooses': [{ ...plain, handleProtocols: offered => [...offered][1] }, echo],
};
const servers = new Map(Object.entries(paths).map(([path, [options, serve]]) => {
  const server = new WebSocketServer(options);
  server.on('connection', socket => { socket.on('error', () => {}); serve(socket); });
  return [path, server];
}));

const site = http.createServer((request, response) => {
  if (pages[request.url]) response.writeHead(200, { 'Content-Type': 'text/html' }).end(pages[request.url]);
  else response.writeHead(426, { Upgrade: 'websocket', Connection: 'Upgrade' }).end('only WebSocket is spoken here\n');
});
site.on('upgrade', (request, socket, head) => {
  const server = servers.get(request.url);
  if (server) server.handleUpgrade(request, socket, head, made => server.emit('connection', made));
  else socket.end('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="parley"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
});
site.listen(Number(process.argv[2]), '127.0.0.1');
