// undici_client.mjs PORT PATH: the WebSocket that Node itself brings (undici), with the options that it has.
// Started by record_websocket.sh.
const [port, path] = process.argv.slice(2);
const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
socket.binaryType = 'arraybuffer';
const said = ['Gr\u00fc\u00dfe \u20ac', new Uint8Array([0, 255]), '', 'x'.repeat(200), 'x'.repeat(200)];
const next = () => (said.length ? socket.send(said.shift()) : socket.close(1000, 'done'));
socket.onopen = socket.onmessage = next;
socket.onerror = event => console.log(event.message);
socket.onclose = event => { console.log(event.code, event.reason); process.exit(0); };
setTimeout(() => process.exit(1), 5000);
