// eventsource-parser on one file: node peer_eventsource.mjs FILE PIECE ROUNDS prints the events, the bytes of their data
// and of their ids, and the CPU time of a round in nanoseconds, the middle of all. It reads bytes, as they come from a
// network: decoding them is part of it. Looks for the module in the folder of FILE, where `make bench` installs it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const file = resolve(process.argv[2]);
const size = Number(process.argv[3]);
const { createParser } = createRequire(file)('eventsource-parser');
const bytes = readFileSync(file);
const times = [];
let events, data, ids;
for (let round = 0; round < Number(process.argv[4]); round++) {
  events = data = ids = 0;
  const onEvent = (event) => { events++; data += event.data.length; ids += event.id.length; };
  const parser = createParser({ onEvent });
  const decoder = new TextDecoder();
  const start = process.cpuUsage();
  for (let at = 0; at < bytes.length; at += size) parser.feed(decoder.decode(bytes.subarray(at, at + size), { stream: true }));
  const used = process.cpuUsage(start);
  times.push(1000 * (used.user + used.system));
}
times.sort((a, b) => a - b);
console.log(events, data, ids, times[times.length >> 1]);
