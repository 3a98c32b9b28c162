#!/usr/bin/env bash
# demo.sh PARLEY: judges the captures of real programs in tests/captures, then shows one explained deviation.
set -u
parley=$1
show() {
  printf '\n$ parley %s\n' "$*"
  "$parley" "$@"
  local status=$?
  [ "$status" -le 1 ] || exit "$status"
}
echo "Nine conversations recorded from browsers, curl, ffmpeg, nginx and Node:"
show check tests/captures/{hls,http,sse,ws}-*.pcap
echo
echo "One of them again, turn by turn:"
show show tests/captures/http-keepalive-idle.pcap
echo
echo "A client that puts a space before a colon, and what that means:"
show check tests/captures/nginx-space-before-colon.pcap
exit 0
