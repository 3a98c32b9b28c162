// event_server.mjs PORT: streams of events that behave as the path says; each path has its page, PATH/page, where a
// browser's EventSource listens. Started by record_sessions.sh. What stands behind "?" tells clients apart: each has
// its own count of answers. Events have ids 1, 2, 3 ... where nothing else is said, one each 60 ms.
import http from 'node:http';
import zlib from 'node:zlib';

const retry = 'retry: 150\n\n';
const event = k => `id: ${k}\ndata: number ${k}\n\n`;
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const typed = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' };

async function events(out, first, n) {
  for (let k = first; k < first + n && !out.destroyed; k++) {
    out.write(event(k));
    await pause(60);
  }
}
// Three events an answer, each answer goes on where the last one ended.
async function takes_up(response, last) {
  response.writeHead(200, typed);
  response.write(retry);
  await events(response, last + 1, 3);
  response.end();
}

// What a path does: its response, the number in Last-Event-ID or 0, how often this client has asked, and since when.
const paths = {
  '/ends': takes_up,
  '/cuts': async (response, last, asked) => {
    response.writeHead(200, typed);
    response.write(retry);
    await events(response, last + 1, 2);
    if (asked > 2) return response.end();
    response.write(`id: ${last + 3}\ndata: half of it\n`);
    await pause(60);
    response.socket.destroy();
  },
  // begins anew, whatever the client says
  '/ignores': async response => {
    response.writeHead(200, typed);
    response.write(retry);
    await events(response, 1, 3);
    response.end();
  },
  // goes on counting while nobody listens, and keeps nothing
  '/forgets': async (response, last, asked, since) => {
    response.writeHead(200, typed);
    response.write(retry);
    await events(response, 1 + Math.floor((Date.now() - since) / 60), 3);
    response.end();
  },
  '/stops': async (response, last, asked) => {
    if (asked === 1) return takes_up(response, last);
    response.writeHead(204);
    response.end();
  },
  '/fails': async (response, last, asked) => {
    if (asked === 1) return takes_up(response, last);
    response.writeHead(503, { 'Content-Type': 'text/plain' });
    response.end('later\n');
  },
  '/wrong-type': async response => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    await events(response, 1, 2);
    response.end();
  },
  '/moved': async (response, last, asked, since, query) => {
    response.writeHead(307, { Location: `/ends${query}` });
    response.end();
  },
  // packed, and flushed at each event
  '/gzip': async (response, last) => {
    response.writeHead(200, { ...typed, 'Content-Encoding': 'gzip' });
    const packer = zlib.createGzip();
    packer.on('data', packed => response.write(packed)).on('end', () => response.end());
    packer.write(retry);
    for (let k = last + 1; k <= last + 3; k++) {
      packer.write(event(k));
      packer.flush(zlib.constants.Z_SYNC_FLUSH);
      await pause(60);
    }
    packer.end();
  },
  // lines that end in CR; the next answer in CR LF, with a byte order mark
  '/line-ends': async (response, last, asked) => {
    const end = asked === 1 ? '\r' : '\r\n';
    response.writeHead(200, typed);
    if (asked > 1) response.write('\ufeff');
    for (const lines of [[': hello', 'retry:150', ''], [`id: ${last + 1}`, 'event: add', 'data: \u20ac', 'data', 'data:two ', ''],
      [`id:${last + 2}`, 'data: b', 'other: ignored', ''], ['data: without an id', ''], [`id: ${last + 3}`, 'data', '']]) {
      response.write(lines.join(end) + end);
      await pause(60);
    }
    response.end();
  },
  '/no-ids': async response => {
    response.writeHead(200, typed);
    response.write(retry);
    for (const word of ['one', 'two', 'three']) {
      response.write(`data: ${word}\n\n`);
      await pause(60);
    }
    response.end();
  },
  // as old servers do: neither a length nor chunks; the connection's end is the end
  '/to-the-close': async (response, last) => {
    response.useChunkedEncodingByDefault = false;
    response.shouldKeepAlive = false;
    return takes_up(response, last);
  },
  // one event, comments as a sign of life, and it is never over
  '/beats': async response => {
    response.writeHead(200, typed);
    response.write(event(1));
    while (!response.destroyed) {
      await pause(200);
      response.write(':\n\n');
    }
  },
  // an event of half a kilobyte each 0.7 s, and it is never over
  '/ticks': async response => {
    response.writeHead(200, typed);
    for (let k = 1; !response.destroyed; k++) {
      response.write(`id: ${k}\ndata: ${String(k).padStart(480, '.')}\n\n`);
      await pause(700);
    }
  },
};

const page = (path, query) => `<!doctype html><title>listening</title><link rel="icon" href="data:,"><script>
const source = new EventSource('${path}${query}');
let n = 0;
const heard = () => { if (++n === 8) { source.close(); document.title = 'done'; } };
source.onmessage = heard;
source.addEventListener('add', heard);
source.onerror = () => { if (source.readyState === 2) document.title = 'done'; };
setTimeout(() => { source.close(); document.title = 'done'; }, 2500);
</script>
`;

const clients = new Map();
http.createServer((request, response) => {
  const { pathname, search } = new URL(request.url, 'http://here');
  if (pathname.endsWith('/page')) {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    return response.end(page(pathname.slice(0, -5), search));
  }
  if (!paths[pathname]) {
    response.writeHead(404);
    return response.end();
  }
  if (!clients.has(request.url)) clients.set(request.url, { asked: 0, since: Date.now() });
  const client = clients.get(request.url);
  client.asked++;
  paths[pathname](response, Number(request.headers['last-event-id'] ?? 0), client.asked, client.since, search);
}).listen(Number(process.argv[2]), '127.0.0.1');
