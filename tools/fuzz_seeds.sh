#!/usr/bin/env bash
# fuzz_seeds.sh FOLDER NAME...: writes the seeds of these fuzzers to FOLDER/NAME.seeds, from the corpus, the playlists and
# the captures. It runs none of them.
set -eu
folder=$1
shift

# A transcript as the fuzzer of conversations reads it: no flags, then what both sides say.
seeds_fuzz_conversation() {
  local talk offer
  for talk in tests/corpus/*/*.talk; do
    { printf '\0'; sed -n -e 's/\\$//; s/\\r/\r/g; s/\\t/\t/g' -e 's/^\([CS]\)[:~] \?\(.*\)/\xff\L\1\E\2\r/p' \
      -e 's/^\([CS]\)\. fin.*/\xff\L\1\E\xfff/p' "$talk"; } >"$1/${talk//\//-}" # some names are both protocols'
  done
  # WebSocket: the handshake of RFC 6455 1.3 and frames of both sides, plain and compressed.
  for offer in "" $'Sec-WebSocket-Extensions: permessage-deflate\r\n'; do
    { printf '\0GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
      printf 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n' "$offer"
      printf '\xffsHTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
      printf 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n%s\r\n' "$offer"
      printf '\x81\2Hi\xffc\x81\x857\xfa!=\x7f\x9fMQX\xffs\1\1\xe2\x89\2hi\x80\2\x82\xac\xc1\7\xf2\x48\xcd\xc9\xc9\7\0'
      printf '\xffc\x8a\x827\xfa!=_\x93\x88\x827\xfa!=4\x12\xffs\x88\2\3\xe8\xfff\xffc\xfff'; } \
      >"$1/websocket${offer:+-deflate}"
  done
}

seeds_fuzz_transcript() {
  local talk
  for talk in tests/corpus/*/*.talk; do cp "$talk" "$1/${talk//\//-}"; done
  cp tests/captures/{n,websocket-}*.pcap "$1"
}

# "Hello" twice, the second time by reference; a stored block; one with the final bit.
seeds_fuzz_messages() {
  printf '\7\2\0\7\xf2\x48\xcd\xc9\xc9\7\0\0\5\xf2\0\x11\0\0' >"$1/context"
  printf '\0\2\0\13\0\5\0\xfa\xffHello\0\0\10\xf3\x48\xcd\xc9\xc9\7\0\0' >"$1/blocks"
}

seeds_fuzz_grammar() {
  cp grammars/*/*.rl tests/gen/*/*.rl "$1" 2>/dev/null || true # folders of tests may hold none
}

# A playlist in pieces of two bytes, read to its end.
seeds_fuzz_playlist() {
  local list
  for list in tests/hls/*/*.m3u8; do
    { printf '\1\0'; cat "$list"; } >"$1/$(basename "$list")"
  done
}

# A message of each carrier: plain JSON, socket.io, graphql-transport-ws, STOMP, MQTT.
seeds_fuzz_carriers() {
  printf '\0\1/seq\n{"seq":1,"of":["a",{"b":2}]}' >"$1/plain"
  printf '\1\1/1/seq\n42/feed,7["tick",{"seq":1}]' >"$1/socket.io"
  printf '\2\1/payload/data/seq\n{"type":"next","id":"1","payload":{"data":{"seq":1}}}' >"$1/graphql"
  printf '\3\1/seq\nMESSAGE\nid:1\nack:2\ndestination:/feed\n\n{"seq":1}\0' >"$1/stomp"
  printf '\4\1/seq\n\62\20\0\3a/b\0\1{"seq":1}\100\2\0\1' >"$1/mqtt"
}

seeds_fuzz_profiles() {
  cp tests/corpus/*/*.sessions tests/captures/*.sessions "$1"
}

streams=('data: a\n\nid: 1\nevent: price\ndata: {"x": 1}\ndata\n\n' '\xef\xbb\xbf: beat\r\n\r\nretry: 100\r\rdata:\tx\r\n\n'
  'id: 7\ndata: a\n\nid: 8\ndata: b\n\nid: 10\ndata: c\n\nid\ndata: d' 'Data: x\n data: x\nretry: 1x\nid: a\x00b\nevent\n\ndata: \xe2\x82\xac\xff\n\n')
seeds_fuzz_events() {
  local i
  for i in "${!streams[@]}"; do printf %b "${streams[i]}" >"$1/$i"; done
}

# Each playlist loaded again after six seconds; one that slides and ends, and one that is updated by its differences.
seeds_fuzz_reloads() {
  local list head='#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:2\n'
  for list in tests/hls/*/*.m3u8; do
    { cat "$list"; printf '\xff\x46'; cat "$list"; } >"$1/$(basename "$list")"
  done
  printf %b "$head#EXT-X-MEDIA-SEQUENCE:4\n#EXTINF:2,\na4.ts\n#EXTINF:2,\na5.ts\n\xff\x42$head#EXT-X-MEDIA-SEQUENCE:5\n#EXTINF:2,\na5.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:2,\na6.ts\n#EXT-X-ENDLIST\n" >"$1/slides"
  head+='#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=12\n#EXT-X-MEDIA-SEQUENCE:1\n'
  printf %b "$head$(printf '#EXTINF:2,\\na%d.ts\\n' {1..9})\xff\xc2$head#EXT-X-SKIP:SKIPPED-SEGMENTS=4\n$(printf '#EXTINF:2,\\na%d.ts\\n' {5..10})\xff\x02$head$(printf '#EXTINF:2,\\na%d.ts\\n' {1..11})" >"$1/skips"
}

# How it is sent: gzip, deflate in chunks, gzip damaged in its head and in what is compressed.
seeds_fuzz_coded() {
  local i how list
  for how in '\x10\x00\x00' '\xf6\x00\x00' '\x08\x01\x04' '\x1e\x18\x10'; do
    for i in "${!streams[@]}"; do printf %b "$how${streams[i]}" >"$1/$i-${how//\\/}"; done
  done
  for list in tests/hls/*/*.m3u8; do
    for how in '\x31' '\x77' '\x29'; do { printf %b "$how\x0d\x02"; cat "$list"; } >"$1/$(basename "$list")-${how//\\/}"; done
  done
}

# Transcripts of what stands above HTTP, without their comments.
seeds_fuzz_exchanges() {
  awk -v folder="$1" 'FNR == 1 { close(to); to = FILENAME; gsub("/", "-", to); to = folder "/" to } !/^#/ { print > to }' \
    tests/corpus/{sse,hls,continuity,websocket}/*.talk </dev/null
}

for name in "$@"; do
  mkdir -p "$folder/$name.seeds"
  "seeds_$name" "$folder/$name.seeds"
done
