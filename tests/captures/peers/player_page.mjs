// player_page.mjs PORT: a page with hls.js, /SECONDS/URL-OF-A-PLAYLIST; it plays until all is loaded or SECONDS are
// over. Started by record_sessions.sh in the folder where hls.js is installed. This port is not recorded: it stands for
// the site, what is recorded is where its films are.
import http from 'node:http';
import { readFileSync } from 'node:fs';
const player = readFileSync('node_modules/hls.js/dist/hls.light.min.js');

const page = (seconds, url) => `<!doctype html><title>loading</title><link rel="icon" href="data:,">
<script src="/hls.js"></script><video id="film" muted></video><script>
const done = () => { document.title = 'done'; };
const hls = new Hls({ enableWorker: false });
hls.on(Hls.Events.BUFFER_EOS, done);
hls.loadSource('${url}');
hls.attachMedia(document.getElementById('film'));
document.getElementById('film').play().catch(() => {});
setTimeout(done, ${seconds} * 1000);
</script>
`;
http.createServer((request, response) => {
  if (request.url === '/hls.js') {
    response.writeHead(200, { 'Content-Type': 'text/javascript' });
    return response.end(player);
  }
  const [, seconds, url] = request.url.match(/^\/(\d+)\/(.*)$/) ?? [];
  response.writeHead(url ? 200 : 404, { 'Content-Type': 'text/html' });
  response.end(url && page(seconds, url));
}).listen(Number(process.argv[2]), '127.0.0.1');
