// graphql_comes_back.mjs PORT: graphql-transport-ws, npm's graphql-ws on both ends. A subscription brings
// {"tick":{"seq":n}} each 50 ms; the connection breaks twice, the client subscribes again, and what happened meanwhile
// is gone. Started by record_sessions.sh in the folder where all of it is installed.
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const { WebSocketServer, WebSocket } = require('ws');
const { buildSchema } = require('graphql');
const { useServer } = require('graphql-ws/use/ws');
const { createClient } = require('graphql-ws');
const [port] = process.argv.slice(2);

const schema = buildSchema('type Tick { seq: Int! } type Query { now: Int } type Subscription { tick: Tick! }');
let seq = 0;
setInterval(() => seq++, 50);
async function* ticks() {
  for (let told = seq; ; await new Promise(resolve => setTimeout(resolve, 5)))
    while (told < seq) yield { tick: { seq: ++told } };
}
const sockets = new WebSocketServer({ host: '127.0.0.1', port: Number(port), path: '/graphql', perMessageDeflate: false });
useServer({ schema, roots: { subscription: { tick: ticks } } }, sockets);
sockets.on('listening', () => {
  let n = 0, live;
  const client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: WebSocket, retryAttempts: 5, shouldRetry: () => true,
    retryWait: () => new Promise(resolve => setTimeout(resolve, 200)),
    on: { opened: socket => { live = socket; } },
  });
  const end = client.subscribe({ query: 'subscription { tick { seq } }' }, {
    next: said => {
      console.log(++n, JSON.stringify(said));
      if (n === 4 || n === 8) setTimeout(() => live.terminate(), 20);
      if (n !== 12) return;
      end();
      setTimeout(() => client.dispose(), 50);
      setTimeout(() => process.exit(0), 300);
    },
    error: console.error, complete: () => {},
  });
});
setTimeout(() => process.exit(1), 8000);
