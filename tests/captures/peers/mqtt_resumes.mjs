// mqtt_resumes.mjs PORT MODE: MQTT over WebSocket, npm's mqtt and aedes. The broker says {"seq":n} each 50 ms, the
// client's connection breaks twice, and is made again. MODE: "resumes" (quality 1 and a session that stays: what was
// said meanwhile comes then), "loses" (quality 0: it is gone). Started by record_sessions.sh in the folder where both
// are installed.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const { Aedes } = require('aedes');
const { WebSocketServer, createWebSocketStream } = require('ws');
const mqtt = require('mqtt');
const [port, mode] = process.argv.slice(2);
const resumes = mode === 'resumes';
const qos = resumes ? 1 : 0;

const broker = await Aedes.createBroker();
const site = createServer();
new WebSocketServer({ server: site, perMessageDeflate: false }).on('connection', (socket, request) =>
  broker.handle(createWebSocketStream(socket).on('error', () => {}), request));
let seq = 0;
const tick = () => broker.publish({ topic: 'ticks', payload: JSON.stringify({ seq: ++seq }), qos }, () => {});
site.listen(Number(port), '127.0.0.1', () => {
  const client = mqtt.connect(`ws://127.0.0.1:${port}/mqtt`, { clientId: 'reader', clean: !resumes, reconnectPeriod: 200 });
  let n = 0;
  client.once('connect', () => client.subscribe('ticks', { qos }, () => setInterval(tick, 50)));
  client.on('message', (topic, payload) => {
    console.log(++n, String(payload));
    if (n === 4 || n === 10) setTimeout(() => client.stream.destroy(), 20);
    if (n === 16) client.end(false, {}, () => setTimeout(() => process.exit(0), 200));
  });
});
setTimeout(() => process.exit(1), 8000);
