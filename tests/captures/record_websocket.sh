#!/usr/bin/env bash
# record_websocket.sh [NAME...]: records the captures websocket-*.pcap in this folder anew (all, or those named), from
# programs that talk on 127.0.0.1; those that are ours stand in peers/. Needs root and tools/deps.sh record
# record_websocket; ws and socket.io come from npm, in the versions named here, into a folder that is gone afterwards.
# A recording differs from the last one in times, ports and keys; read its report before you commit it.
set -eu
cd "$(dirname "$0")"
. ./record_common.sh
python=${PYTHON:-/usr/bin/python3} # Debian's, which sees Debian's websockets and aiohttp
npm=18090 websockets=18091 aiohttp=18092 websocketd=18093 nginx=18094 tinyproxy=18095 abuser=18096 lws=18097 tornado=18098 socket_io=18099
only=("$@")
peers=$PWD/peers
cp "$peers/line_by_line.sh" "$work"
cd "$work"
npm install --silent --no-audit --no-fund ws@8.23.0 socket.io@4.8.1 socket.io-client@4.8.1 >npm.log 2>&1 || { cat npm.log >&2 && exit 1; }

cat >nginx.conf <<CONF
daemon off; master_process off; pid $work/pid; error_log $work/error.log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c; uwsgi_temp_path $work/d;
  scgi_temp_path $work/e;
  server {
    listen 127.0.0.1:$nginx;
    location = / {
      proxy_pass http://127.0.0.1:$npm/deflate;
      proxy_http_version 1.1; proxy_set_header Upgrade \$http_upgrade; proxy_set_header Connection upgrade;
    }
    # what is missing is what people forget
    location = /echo { proxy_pass http://127.0.0.1:$npm/echo; }
  }
}
CONF
printf 'Port %s\nListen 127.0.0.1\nTimeout 10\nLogLevel Critical\nConnectPort %s\n' $tinyproxy $npm >tinyproxy.conf

start $npm node "$peers/npm_server.mjs" $npm
start $websockets "$python" "$peers/websockets_server.py" $websockets
start $aiohttp "$python" "$peers/aiohttp_server.py" $aiohttp
start $nginx nginx -p "$work" -c "$work/nginx.conf"
start $tinyproxy tinyproxy -d -c tinyproxy.conf
start $abuser "$python" "$peers/abuser_server.py" $abuser
start $tornado "$python" "$peers/tornado_server.py" $tornado
start $lws libwebsockets-test-server --port=$lws -d 0

by_npm() { timeout 60 node "$peers/npm_client.mjs" "$@"; }
by_websockets() { timeout 60 "$python" "$peers/websockets_client.py" "$@"; }
by_aiohttp() { timeout 60 "$python" "$peers/aiohttp_client.py" "$@"; }
by_abuser() { timeout 60 "$python" "$peers/abuser_client.py" "$@"; }
by_trio() { timeout 60 "$python" "$peers/trio_client.py" "$@"; }
by_socket_io() { timeout 60 node "$peers/socket_io.mjs" "$@"; }
by_undici() { timeout 60 node --experimental-websocket "$peers/undici_client.mjs" "$@"; }
by_browser() { timeout 60 node "$peers/browser.mjs" $npm "$work/profile" "$@"; rm -rf "$work/profile"; }
by_firefox() {
  local path
  for path in /closes /stays; do # it is ended before long; what it leaves open then ends without Close
    mkdir "$work/firefox"
    HOME=$work/firefox timeout 10 firefox-esr --headless --no-remote --profile "$work/firefox" http://127.0.0.1:$npm$path || true
    rm -rf "$work/firefox"
  done
}
by_tunnel() {
  curl -sS --noproxy '' --proxytunnel -x http://127.0.0.1:$tinyproxy http://127.0.0.1:$npm/nowhere
  timeout 60 "$python" "$peers/tunnel_client.py" $tinyproxy $npm
}
# curl asks for WebSocket as people do who look what happens; it gives up a second after the answer.
by_curl() {
  local asks=(curl -sS --include --noproxy '*' --http1.1 -m 1 -H 'Connection: Upgrade' -H 'Upgrade: websocket')
  "${asks[@]}" -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' http://127.0.0.1:$npm/echo || true
  "${asks[@]}" -H 'Sec-WebSocket-Version: 99' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' http://127.0.0.1:$npm/echo || true
  "${asks[@]}" http://127.0.0.1:$websockets/ http://127.0.0.1:$websockets/ || true
  curl -sS --include --noproxy '*' http://127.0.0.1:$npm/echo
}
websocketd_start() { start $websocketd websocketd --address=127.0.0.1 --port=$websocketd --loglevel=fatal ./line_by_line.sh; }
by_websocketd() {
  websocketd_start
  by_npm $websocketd lines
  by_npm $websocketd bye
  kill "$started"
}
by_websocketd_killed() {
  websocketd_start
  by_npm $websocketd waits &
  sleep 1
  kill -KILL "$started"
  wait $! || true
}

for name in messages fragments takeover windows deflate-fragments big pings no-pong speaks chooses closes-server \
  closes-client too-big refused; do
  record websocket-npm-$name $npm by_npm $npm $name
done
record websocket-npm-no-takeover $npm by_npm $npm no-takeover asks-no-takeover
record websocket-npm-terminates $npm by_npm $npm terminates-client terminates-server
record websocket-python-server $websockets by_npm $websockets talks listens asked
record websocket-python-client $npm by_websockets $npm messages fragments plain listens
record websocket-python-leaves $npm by_websockets $npm leaves refused
record websocket-aiohttp $aiohttp by_aiohttp $aiohttp heartbeat deflate
record websocket-aiohttp-refused $aiohttp by_aiohttp $aiohttp refused
record websocket-trio $tornado by_trio $tornado
record websocket-socket-io $socket_io by_socket_io $socket_io
record websocket-undici $npm by_undici $npm /deflate
record websocket-chromium-closes $npm by_browser /closes closed
record websocket-chromium-leaves $npm by_browser /stays open
record websocket-firefox $npm by_firefox
record websocket-lws $lws by_npm $lws counts
record websocket-websocketd $websocketd by_websocketd
record websocket-websocketd-killed $websocketd by_websocketd_killed
record websocket-nginx $nginx,$npm by_npm $nginx talks
record websocket-nginx-no-upgrade $nginx,$npm by_npm $nginx messages
record websocket-curl $npm,$websockets by_curl
record websocket-tinyproxy $tinyproxy by_tunnel
for group in open frames text close silence deflate; do
  record websocket-abused-npm-$group $npm by_abuser $npm $group
  record websocket-abused-python-$group $websockets by_abuser $websockets $group
done
for group in answers frames ends; do
  mapfile -t paths < <("$python" "$peers/abuser_server.py" list $group)
  record websocket-abused-npm-by-$group $abuser by_npm $abuser "${paths[@]}"
  record websocket-abused-python-by-$group $abuser by_websockets $abuser "${paths[@]}"
done
record_end
