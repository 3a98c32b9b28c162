// npm_client.mjs PORT CASE...: a client of npm's ws. Each case is a conversation of its own, one after the other.
// Started by record_websocket.sh in the folder where ws is installed.
import { createRequire } from 'node:module';
const { WebSocket } = createRequire(process.cwd() + '/')('ws');
const [port, ...cases] = process.argv.slice(2);

const plain = { perMessageDeflate: false };
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const heard = (socket, event) => new Promise(resolve => socket.once(event, (...what) => resolve(what)));

// Opens a connection and hands it to talk; ends when the connection is closed.
async function open(path, options, talk, protocols = []) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, options);
  const closed = heard(socket, 'close');
  socket.on('error', error => console.log(path, error.message));
  socket.on('open', () => talk(socket).catch(error => console.log(path, error.message)));
  const [code, reason] = await Promise.race([closed, pause(5000).then(() => [0, 'no more patience'])]);
  console.log(path, code, String(reason));
  socket.terminate();
}
async function ask(socket, data, options = {}) {
  const answer = heard(socket, 'message');
  socket.send(data, options);
  await answer;
}
// What is said where compression is looked at: alike messages, so that one may lean on another.
async function alike(socket) {
  for (const word of ['one', 'two', 'three'])
    await ask(socket, `{"channel":"prices","instrument":"${word}","bid":1.0845,"ask":1.0847}`);
  await ask(socket, Buffer.from('binary, and all the same binary, binary'));
  socket.close(1000);
}

const talks = {
  messages: () => open('/echo', plain, async socket => {
    await ask(socket, 'Gr\u00fc\u00dfe \u20ac \u{1f600}');
    await ask(socket, Buffer.from([0, 1, 2, 127, 128, 255]));
    await ask(socket, '');
    await ask(socket, Buffer.alloc(0));
    await ask(socket, 'x'.repeat(125));
    await ask(socket, 'x'.repeat(126));
    socket.close(1000, 'done');
  }),
  fragments: () => open('/echo', plain, async socket => {
    const answer = heard(socket, 'message');
    const euro = Buffer.from('a euro is \u20ac, cut in the middle');
    socket.send(euro.subarray(0, 11), { fin: false, binary: false });
    socket.ping('between');
    socket.send(euro.subarray(11, 12), { fin: false });
    socket.send('', { fin: false });
    await pause(20);
    socket.send(euro.subarray(12), { fin: true });
    await answer;
    const other = heard(socket, 'message');
    socket.send(Buffer.alloc(40, 1), { fin: false });
    socket.send(Buffer.alloc(40, 2), { fin: true });
    await other;
    socket.close();
  }),
  takeover: () => open('/deflate', { perMessageDeflate: { threshold: 0 } }, alike),
  'no-takeover': () => open('/no-takeover', { perMessageDeflate: { threshold: 0 } }, alike),
  'asks-no-takeover': () => open('/deflate', { perMessageDeflate: { threshold: 0, serverNoContextTakeover: true, clientNoContextTakeover: true } }, alike),
  windows: () => open('/windows', { perMessageDeflate: { threshold: 0, clientMaxWindowBits: 11 } }, alike),
  'deflate-fragments': () => open('/deflate', { perMessageDeflate: { threshold: 0 } }, async socket => {
    const answer = heard(socket, 'message');
    socket.send('packed in pieces, ', { fin: false });
    await pause(20);
    socket.ping('between packed pieces');
    socket.send('packed in pieces \u20ac', { fin: true });
    await answer;
    await ask(socket, 'small and not packed', { compress: false });
    await ask(socket, 'packed in pieces');
    socket.close(1000);
  }),
  big: () => open('/length', { perMessageDeflate: { threshold: 0 } }, async socket => {
    await ask(socket, Buffer.from(Array.from({ length: 66000 }, (_, i) => (i * 7) & 255)), { compress: false });
    await ask(socket, 'a million of the same: '.repeat(45591));
    socket.close(1000);
  }),
  pings: async () => {
    await open('/pings', plain, async () => {});
    await open('/echo', plain, async socket => {
      socket.pong('nobody asked');
      socket.ping();
      socket.ping('1');
      socket.ping('2');
      socket.on('pong', data => { if (String(data) === '2') socket.close(1000); });
    });
  },
  'no-pong': () => open('/no-pong', plain, async socket => {
    socket.ping('are you there?');
    await ask(socket, 'a message, so that the ping was read');
    socket.close(1000);
  }),
  speaks: () => open('/speaks', plain, async () => {}),
  chooses: () => open('/chooses', plain, async socket => { await ask(socket, socket.protocol); socket.close(1000); }, ['graphql-ws', 'chat.example', 'v2.chat']),
  'closes-server': async () => {
    for (const path of ['/closes', '/closes-bare', '/goes-away'])
      await open(path, plain, async socket => socket.send('please end this'));
  },
  'closes-client': async () => {
    await open('/echo', plain, async socket => socket.close());
    await open('/echo', plain, async socket => socket.close(3000, '\u20ac'.repeat(41)));
    await open('/echo', plain, async socket => { socket.send('and '); socket.send('gone'); socket.close(1001); });
    await open('/echo', plain, async socket => { socket.send('begun, ', { fin: false }); socket.close(1000, 'never mind'); });
  },
  'terminates-client': async () => {
    await open('/echo', plain, async socket => { await ask(socket, 'hello'); socket.terminate(); });
    await open('/echo', plain, async socket => { socket.send('begun, ', { fin: false }); await pause(50); socket.terminate(); });
  },
  'terminates-server': async () => {
    await open('/terminates', plain, async socket => socket.send('hello'));
    await open('/terminates-inside', plain, async socket => socket.send('hello'));
  },
  'too-big': () => open('/small-messages', plain, async socket => socket.send('x'.repeat(101))),
  refused: async () => {
    await open('/members-only', plain, async () => {});
    await open('/echo', { ...plain, protocolVersion: 8 }, async socket => { await ask(socket, 'eight'); socket.close(1000); });
  },
  // For servers that are not npm's.
  lines: () => open('/', plain, async socket => {
    await ask(socket, 'first');
    await ask(socket, 'second \u20ac');
    socket.close(1000);
  }),
  waits: () => open('/', plain, async socket => { await ask(socket, 'still there?'); }),
  counts: () => open('/', { perMessageDeflate: { threshold: 0 } }, async socket => {
    await heard(socket, 'message');
    await ask(socket, 'reset\n');
    await heard(socket, 'message');
    socket.close(1000, 'counted');
  }, ['dumb-increment-protocol']),
  bye: () => open('/', plain, async socket => socket.send('bye')),
  talks: () => open('/', { perMessageDeflate: { threshold: 0 } }, alike),
  listens: () => open('/speaks', { perMessageDeflate: { threshold: 0 } }, async () => {}),
  asked: () => open('/closes', { perMessageDeflate: { threshold: 0 } }, async socket => socket.send('please end this')),
};
// A path is what abuser_server.py gets wrong there; the client says hello and waits what comes of it.
const abused = path => open(path, {}, async socket => {
  if (path === '/no-pong') socket.ping('hello?');
  else if (path !== '/stays') socket.send('hello');
  if (path === '/cut' || path === '/cut-message') await pause(1000);
  else if (path !== '/no-pong' && path !== '/stays') await pause(150);
  socket.close(1000);
});
for (const name of cases) await (talks[name] ?? abused)(name);
process.exit(0);
