// stomp_comes_back.mjs PORT: STOMP 1.2, npm's @stomp/stompjs and a broker, stomp-broker-js. The broker sends
// {"seq":n} to /topic/ticks each 50 ms; the connection breaks twice, and what was sent meanwhile is gone. Started by
// record_sessions.sh in the folder where both are installed.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const Broker = require('stomp-broker-js');
const { Client } = require('@stomp/stompjs');
globalThis.WebSocket = require('ws');
const [port] = process.argv.slice(2);

const site = createServer();
const broker = new Broker({ server: site, path: '/stomp', heartbeat: [0, 0] });
let seq = 0;
setInterval(() => broker.send('/topic/ticks', {}, JSON.stringify({ seq: ++seq })), 50);
site.listen(Number(port), '127.0.0.1', () => {
  const client = new Client({ brokerURL: `ws://127.0.0.1:${port}/stomp`, reconnectDelay: 200, connectHeaders: { login: 'reader' } });
  let n = 0;
  client.onConnect = () => client.subscribe('/topic/ticks', message => {
    console.log(++n, message.body);
    if (n === 4 || n === 8) setTimeout(() => client.webSocket?.terminate(), 20);
    if (n === 12) client.deactivate().then(() => setTimeout(() => process.exit(0), 200));
  });
  client.activate();
});
setTimeout(() => process.exit(1), 8000);
