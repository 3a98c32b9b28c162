#!/usr/bin/env bash
# record.sh [NAME...]: records the captures in this folder anew (all, or those named) from curl, nc and nginx that talk
# on 127.0.0.1. Needs root, tcpdump, nginx, curl, nc: tools/deps.sh record. It stops everything that it started.
# A recording differs from the last one in times and ports only; read its report before you commit it.
set -eu
cd "$(dirname "$0")"
port=18080    # nginx
upstream=18081 # what nginx passes on to; not recorded
byhand=18082  # servers played by nc
. ./record_common.sh

mkdir -p "$work/www" "$work/tmp"
printf '<p>Hello from nginx.</p>\n' >"$work/www/index.html"
printf 'one line of text\n%.0s' {1..60} >"$work/www/text.txt"
printf '<p>Today is <!--#echo var="document_uri" -->.</p>\n%.0s' {1..8} >"$work/www/today.shtml"
head -c 60000 /dev/zero | tr '\0' x >"$work/www/slow.txt"
head -c 3000 /dev/zero | tr '\0' u >"$work/upload"
head -c 9000 /dev/zero | tr '\0' u >"$work/too-large"
cat >"$work/nginx.conf" <<CONF
daemon off; master_process off; pid $work/pid; error_log $work/error.log;
events { worker_connections 64; }
http {
  access_log off; server_tokens on; default_type text/plain; keepalive_timeout 2s;
  client_body_temp_path $work/tmp/a; proxy_temp_path $work/tmp/b; fastcgi_temp_path $work/tmp/c;
  uwsgi_temp_path $work/tmp/d; scgi_temp_path $work/tmp/e;
  types { text/html html shtml; text/plain txt; }
  gzip_min_length 1; gzip_types text/plain;
  server {
    listen 127.0.0.1:$port; root $work/www;
    location /packed/ { alias $work/www/; gzip on; }
    location = /today.shtml { ssi on; }
    location = /slow.txt { limit_rate 4k; }
    location = /upload { client_max_body_size 4k; proxy_pass http://127.0.0.1:$upstream; }
  }
  server { listen 127.0.0.1:$upstream; location / { return 201 "stored\n"; } }
}
CONF

fetch() { curl -sS -o /dev/null --noproxy '*' "$@"; }
by_hand() { printf "$1" | nc -q "${2:-1}" 127.0.0.1 "${3:-$port}"; }

site=http://127.0.0.1:$port
talk_keep_alive() { fetch $site/ -o /dev/null $site/text.txt -o /dev/null $site/; }
talk_chunked() { fetch $site/today.shtml; }
talk_gzip() { fetch --compressed $site/packed/text.txt; }
talk_head() { fetch -I $site/text.txt; }
talk_continue() { fetch -H 'Expect: 100-continue' --data-binary "@$work/upload" $site/upload; }
talk_refused() { fetch -H 'Expect: 100-continue' --data-binary "@$work/too-large" $site/upload; }
talk_upload_chunked() { fetch -H 'Transfer-Encoding: chunked' --data-binary "@$work/upload" $site/upload; }
talk_http10() { fetch -0 $site/; }
talk_range() { fetch -r 100-199 $site/text.txt; fetch -r 0-9,100-109 $site/text.txt; fetch -r 5000- $site/text.txt; }
talk_not_modified() {
  local tag
  tag=$(curl -sSI --noproxy '*' $site/text.txt | tr -d '\r' | sed -n 's/^ETag: //p')
  fetch -H "If-None-Match: $tag" $site/text.txt
}
talk_not_found() { fetch $site/nowhere; }
talk_client_leaves() { fetch -m 1 $site/slow.txt; }
talk_pipelined() {
  by_hand 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\nHEAD /text.txt HTTP/1.1\r\nHost: a.example\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n'
}
talk_space() { by_hand 'GET / HTTP/1.1\r\nHost : a.example\r\n\r\n'; }
talk_idle_close() { by_hand 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n' 4; }

# A server played by nc that says what it is given, once the request should have come, and ends.
serve() {
  { sleep 0.5 && printf "$1"; } | timeout 5 nc -l -N 127.0.0.1 $byhand >/dev/null &
  local server=$!
  sleep 0.2
  fetch -m 4 http://127.0.0.1:$byhand/report || true
  wait $server || true
}
talk_cut_body() { serve 'HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Type: text/plain\r\nContent-Length: 40\r\n\r\nhalf of what was'; }
talk_cut_chunk() { serve 'HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nfirst \r\n7\r\nsecond\n\r\n'; }
talk_unasked() { serve 'HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Length: 3\r\n\r\nhi\nHTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Length: 7\r\n\r\nupdate\n'; }

only=("$@")
start $port nginx -p "$work" -c "$work/nginx.conf"
record nginx-keep-alive $port talk_keep_alive
record nginx-chunked $port talk_chunked
record nginx-gzip $port talk_gzip
record nginx-head $port talk_head
record nginx-continue $port talk_continue
record nginx-continue-refused $port talk_refused
record nginx-upload-chunked $port talk_upload_chunked
record nginx-http10 $port talk_http10
record nginx-range $port talk_range
record nginx-not-modified $port talk_not_modified
record nginx-not-found $port talk_not_found
record nginx-client-leaves $port talk_client_leaves
record nginx-pipelined $port talk_pipelined
record nginx-space-before-colon $port talk_space
record nginx-idle-close $port talk_idle_close
record nc-body-cut $byhand talk_cut_body
record nc-chunks-cut $byhand talk_cut_chunk
record nc-unasked-response $byhand talk_unasked
record_end
