#!/usr/bin/env bash
# record_sessions.sh [NAME...]: records the captures events-*.pcap, film-*.pcap and counted-*.pcap in this folder anew
# (all, or those named): streams of events, films in pieces, and connections that are lost and made again, on 127.0.0.1.
# The programs that are ours stand in peers/. Needs root and tools/deps.sh record_sessions; what is of npm comes in the
# versions named here. A recording differs from the last one in times and ports; read its report before you commit it.
set -eu
cd "$(dirname "$0")"
. ./record_common.sh
events=18110 nginx=18111 site=18112 counts=18113
only=("$@")
peers=$PWD/peers
cd "$work"
npm install --silent --no-audit --no-fund ws@8.23.0 hls.js@1.7.4 eventsource@5.1.5 reconnecting-websocket@4.4.0 \
  socket.io@4.8.1 socket.io-client@4.8.1 mqtt@5.16.0 aedes@1.2.0 @stomp/stompjs@7.5.0 stomp-broker-js@1.3.0 \
  graphql-ws@6.4.2 graphql@17.1.0 >npm.log 2>&1 || { cat npm.log >&2 && exit 1; }

cat >nginx.conf <<CONF
daemon off; master_process off; pid $work/pid; error_log $work/error.log;
events { worker_connections 64; }
http {
  access_log off; default_type application/octet-stream; server_tokens off;
  types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; video/mp4 mp4 m4s; }
  client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c; uwsgi_temp_path $work/d;
  scgi_temp_path $work/e;
  server {
    listen 127.0.0.1:$nginx;
    root $work/films;
    add_header Access-Control-Allow-Origin * always;
    location ~ [.]m3u8\$ {
      gzip on; gzip_types *; gzip_min_length 0;
      add_header Access-Control-Allow-Origin * always;
      add_header Cache-Control no-cache always;
    }
    # what people forget: events wait in a buffer of the proxy until it is full or the stream ends
    location /ends { proxy_pass http://127.0.0.1:$events; }
    location /ticks { proxy_pass http://127.0.0.1:$events; proxy_buffer_size 4k; proxy_buffers 2 4k; proxy_busy_buffers_size 4k; }
    location /beats { proxy_pass http://127.0.0.1:$events; proxy_buffering off; }
  }
}
CONF

# encode FOLDER SECONDS OPTION...: a film of five tiny pictures a second, in pieces of a second each. It becomes the
# encoder, so that who kills its process kills that: call it in a process of its own.
encode() {
  local seconds=$2
  mkdir -p "$work/films/$1"
  cd "$work/films/$1"
  shift 2
  exec ffmpeg -nostdin -v error -y "${live[@]}" -f lavfi -i testsrc=size=64x36:rate=5 -t "$seconds" -an \
    -c:v libx264 -preset ultrafast -tune zerolatency -crf 40 -g 5 -pix_fmt yuv420p -f hls -hls_time 1 "$@"
}
live=()
(encode film 6 -hls_playlist_type vod index.m3u8)
(encode ranges 6 -hls_playlist_type vod -hls_flags single_file index.m3u8)
(encode mp4 6 -hls_playlist_type vod -hls_segment_type fmp4 index.m3u8)
(encode mp4-ranges 6 -hls_playlist_type vod -hls_segment_type fmp4 -hls_flags single_file index.m3u8)
mkdir -p films/choice
printf '%s\n' '#EXTM3U' '#EXT-X-STREAM-INF:BANDWIDTH=30000,RESOLUTION=64x36,CODECS="avc1.42c00a"' ../film/index.m3u8 \
  '#EXT-X-STREAM-INF:BANDWIDTH=90000,RESOLUTION=64x36,CODECS="avc1.42c00a"' ../mp4/index.m3u8 >films/choice/index.m3u8

start $events node "$peers/event_server.mjs" $events
start $nginx nginx -p "$work" -c "$work/nginx.conf"
start $site node "$peers/player_page.mjs" $site

in_browser() { timeout 60 node "$peers/browser.mjs" "$1" "$work/profile" "$2" "done"; rm -rf "$work/profile"; }
by_browser() { in_browser "$1" "$2/page?$3"; }
by_eventsource() { timeout 60 node "$peers/event_client.mjs" "$@"; }
by_curl() { curl -sS --noproxy '*' "$@"; }
by_firefox() {
  mkdir "$work/firefox"
  HOME=$work/firefox timeout 8 firefox-esr --headless --no-remote --profile "$work/firefox" "http://127.0.0.1:$events$1/page?firefox" || true
  rm -rf "$work/firefox"
}
by_counting() { timeout 20 node "$peers/counting.mjs" $counts "$1"; }
by_socket_io() { timeout 20 node "$peers/socket_io_recovers.mjs" $counts "$1"; }
by_carrier() { timeout 20 node "$peers/$1.mjs" $counts "${@:2}"; }
player() { timeout "$1" ffmpeg -nostdin -v warning -i "http://127.0.0.1:$nginx/$2/index.m3u8" -c copy -f null - || true; }
by_hls_js() { in_browser $site "/$1/http://127.0.0.1:$nginx/$2/index.m3u8"; }

# while_live FOLDER OPTIONS COMMAND...: what COMMAND does while an encoder writes a window of three pieces. It is killed
# then, if it has not come to its end after $lasts seconds, and leaves everything as it is.
lasts=30
while_live() {
  local folder=$1 options=$2
  shift 2
  live=(-re)
  encode "$folder" "$lasts" -hls_list_size 3 -hls_flags "$options" index.m3u8 &
  encoder=$!
  for _ in {1..80}; do [ -s "films/$folder/index.m3u8" ] && break || sleep 0.1; done
  "$@"
  kill -KILL "$encoder" 2>/dev/null || true
  wait "$encoder" || true
}
# restarted FOLDER OPTIONS COMMAND...: the same, but the encoder is killed after some seconds and started again.
restarted() {
  local folder=$1 options=$2
  shift 2
  "$@" &
  watcher=$!
  while_live "$folder" "$options" sleep 4
  while_live "$folder" "$options" wait_for_end "$watcher"
}
wait_for_end() { while kill -0 "$1" 2>/dev/null; do sleep 0.2; done; }
# Who waits until there is something to see, then looks.
once_there() {
  for _ in {1..80}; do [ -s "films/$1/index.m3u8" ] && break || sleep 0.1; done
  shift
  "$@"
}
# A broadcast that is over after five seconds.
ended() { lasts=5 while_live "$1" delete_segments "${@:2}"; }
# A client that is too late: it takes the first piece of a window that has moved on.
late() {
  local name
  name=$(by_curl --compressed "http://127.0.0.1:$nginx/$1/index.m3u8" | grep -m 1 '^[^#]')
  sleep 6
  by_curl -o late.ts "http://127.0.0.1:$nginx/$1/$name"
}
# An encoder that died, and a client that goes on asking.
stalled() {
  while_live "$1" delete_segments sleep 3
  for _ in {1..5}; do
    by_curl --compressed "http://127.0.0.1:$nginx/$1/index.m3u8"
    sleep 1
  done
}

for name in ends cuts ignores forgets stops fails wrong-type moved gzip line-ends no-ids to-the-close beats; do
  record events-chromium-$name $events by_browser $events /$name chromium
  record events-npm-$name $events by_eventsource $events "/$name?npm"
done
record events-firefox-ends $events by_firefox /ends
record events-firefox-cuts $events by_firefox /cuts
record events-nginx-buffered $nginx,$events by_eventsource $nginx "/ends?proxy"
record events-nginx-unbuffered $nginx,$events by_eventsource $nginx "/beats?proxy"
record events-nginx-bunched $nginx by_curl -N -m 14 -H 'Accept: text/event-stream' "http://127.0.0.1:$nginx/ticks?proxy"
record film-hls-js $nginx by_hls_js 8 film
record film-hls-js-choice $nginx by_hls_js 8 choice
record film-hls-js-ranges $nginx by_hls_js 8 ranges
record film-hls-js-mp4 $nginx by_hls_js 8 mp4
record film-hls-js-mp4-ranges $nginx by_hls_js 8 mp4-ranges
record film-hls-js-live $nginx while_live live-1 delete_segments by_hls_js 7 live-1
record film-hls-js-restarted $nginx restarted live-2 delete_segments once_there live-2 by_hls_js 9 live-2
record film-ffmpeg-mp4 $nginx player 8 mp4
record film-ffmpeg-ranges $nginx player 8 ranges
record film-ffmpeg-live $nginx while_live live-3 delete_segments player 7 live-3
record film-ffmpeg-live-ends $nginx ended live-8 player 12 live-8
record film-ffmpeg-restarted $nginx restarted live-4 delete_segments once_there live-4 player 9 live-4
record film-ffmpeg-discontinuity $nginx restarted live-5 delete_segments+append_list+discont_start once_there live-5 player 9 live-5
record film-curl-late $nginx while_live live-6 delete_segments late live-6
record film-curl-stalled $nginx stalled live-7
for name in loses resets resumes repeats begins-again restarts; do record counted-ws-$name $counts by_counting $name; done
record counted-socket-io-recovers $counts by_socket_io recovers
record counted-socket-io-forgets $counts by_socket_io forgets
record counted-mqtt-resumes $counts by_carrier mqtt_resumes resumes
record counted-mqtt-loses $counts by_carrier mqtt_resumes loses
record counted-stomp-loses $counts by_carrier stomp_comes_back
record counted-graphql-loses $counts by_carrier graphql_comes_back
record_end
