// browser.mjs PORT PROFILE PATH TITLE: a headless Chromium opens PATH on PORT, waits until the page's title begins with
// TITLE, and closes the page. PROFILE: a folder for it. Started by record_websocket.sh in the folder where ws is
// installed; ws speaks with the browser's own debugging port, which is not recorded.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
const { WebSocket } = createRequire(process.cwd() + '/')('ws');
const [port, profile, path, title] = process.argv.slice(2);

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const browser = spawn('chromium', ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-extensions',
  '--disable-background-networking', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: 'ignore' });

async function debugging() {
  for (let i = 0; i < 150; i++) {
    const [at] = (await readFile(`${profile}/DevToolsActivePort`, 'utf8').catch(() => '')).split('\n');
    if (at) return at;
    await pause(100);
  }
  throw new Error('chromium opened no debugging port');
}
try {
  const at = await debugging();
  const { webSocketDebuggerUrl } = await (await fetch(`http://127.0.0.1:${at}/json/version`)).json();
  const control = new WebSocket(webSocketDebuggerUrl, { perMessageDeflate: false });
  const waiting = new Map();
  control.on('message', data => { const { id, result } = JSON.parse(data); waiting.get(id)?.(result); });
  await new Promise((resolve, reject) => control.on('open', resolve).on('error', reject));
  let last = 0;
  const call = (method, params = {}) => new Promise(resolve => {
    waiting.set(++last, resolve);
    control.send(JSON.stringify({ id: last, method, params }));
  });
  const { targetId } = await call('Target.createTarget', { url: `http://127.0.0.1:${port}${path}` });
  for (let i = 0; i < 100; i++) {
    const { targetInfo } = await call('Target.getTargetInfo', { targetId });
    if (targetInfo.title.startsWith(title)) break;
    await pause(100);
  }
  await call('Target.closeTarget', { targetId });
  await pause(500);
  await call('Browser.close');
} finally {
  browser.kill();
}
process.exit(0);
