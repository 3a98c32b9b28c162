// event_client.mjs PORT PATH...: npm's eventsource listens to each path on PORT, one after the other, until eight events
// came, or it gives up, or 2.5 s are over. Started by record_sessions.sh in the folder where eventsource is installed.
import { createRequire } from 'node:module';
const { EventSource } = createRequire(process.cwd() + '/')('eventsource');
const [port, ...paths] = process.argv.slice(2);

const listen = path => new Promise(resolve => {
  const source = new EventSource(`http://127.0.0.1:${port}${path}`);
  const over = () => {
    source.close();
    resolve();
  };
  let n = 0;
  const heard = event => {
    console.log(path, event.type, event.lastEventId, event.data);
    if (++n === 8) over();
  };
  source.addEventListener('message', heard);
  source.addEventListener('add', heard);
  source.addEventListener('error', () => source.readyState === 2 && over());
  setTimeout(over, 2500);
});
for (const path of paths) await listen(path);
process.exit(0);
