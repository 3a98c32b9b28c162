#!/usr/bin/env bash
# fuzz.sh BUILD SECONDS: runs each fuzzer of BUILD for so long, from the corpus and the captures as seeds. What it found
# is kept in BUILD/found; what it learned in BUILD/NAME.corpus, for the next run.
set -u
build=$1 seconds=$2
mkdir -p "$build/found" "$build"/fuzz_{conversation,transcript,messages,grammar,playlist,carriers}.{seeds,corpus}

# A transcript as the fuzzer of conversations reads it: no flags, then what both sides say.
for talk in tests/corpus/*/*.talk; do
  { printf '\0'; sed -n -e 's/\\$//; s/\\r/\r/g; s/\\t/\t/g' -e 's/^\([CS]\)[:~] \?\(.*\)/\xff\L\1\E\2\r/p' \
    -e 's/^\([CS]\)\. fin.*/\xff\L\1\E\xfff/p' "$talk"; } >"$build/fuzz_conversation.seeds/${talk//\//-}"
  cp "$talk" "$build/fuzz_transcript.seeds/${talk//\//-}" # some names are both protocols'
done
# WebSocket: the handshake of RFC 6455 1.3 and frames of both sides, plain and compressed.
for offer in "" $'Sec-WebSocket-Extensions: permessage-deflate\r\n'; do
  { printf '\0GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
    printf 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n' "$offer"
    printf '\xffsHTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
    printf 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n%s\r\n' "$offer"
    printf '\x81\2Hi\xffc\x81\x857\xfa!=\x7f\x9fMQX\xffs\1\1\xe2\x89\2hi\x80\2\x82\xac\xc1\7\xf2\x48\xcd\xc9\xc9\7\0'
    printf '\xffc\x8a\x827\xfa!=_\x93\x88\x827\xfa!=4\x12\xffs\x88\2\3\xe8\xfff\xffc\xfff'; } \
    >"$build/fuzz_conversation.seeds/websocket${offer:+-deflate}"
done
cp tests/captures/{n,websocket-}*.pcap "$build/fuzz_transcript.seeds"
# "Hello" twice, the second time by reference; a stored block; one with the final bit.
printf '\7\2\0\7\xf2\x48\xcd\xc9\xc9\7\0\0\5\xf2\0\x11\0\0' >"$build/fuzz_messages.seeds/context"
printf '\0\2\0\13\0\5\0\xfa\xffHello\0\0\10\xf3\x48\xcd\xc9\xc9\7\0\0' >"$build/fuzz_messages.seeds/blocks"
cp grammars/*/*.rl tests/gen/*/*.rl "$build/fuzz_grammar.seeds" 2>/dev/null

# A playlist in pieces of two bytes, read to its end.
for list in tests/hls/*/*.m3u8; do
  { printf '\1\0'; cat "$list"; } >"$build/fuzz_playlist.seeds/$(basename "$list")"
done

# A message of each carrier: plain JSON, socket.io, graphql-transport-ws, STOMP, MQTT.
printf '\0\1/seq\n{"seq":1,"of":["a",{"b":2}]}' >"$build/fuzz_carriers.seeds/plain"
printf '\1\1/1/seq\n42/feed,7["tick",{"seq":1}]' >"$build/fuzz_carriers.seeds/socket.io"
printf '\2\1/payload/data/seq\n{"type":"next","id":"1","payload":{"data":{"seq":1}}}' >"$build/fuzz_carriers.seeds/graphql"
printf '\3\1/seq\nMESSAGE\nid:1\nack:2\ndestination:/feed\n\n{"seq":1}\0' >"$build/fuzz_carriers.seeds/stomp"
printf '\4\1/seq\n\62\20\0\3a/b\0\1{"seq":1}\100\2\0\1' >"$build/fuzz_carriers.seeds/mqtt"

failed=0
run() {
  local name=$1 most=$2
  shift 2
  [ -x "$build/$name" ] || return 0
  echo "$name, $seconds s:"
  "$build/$name" -max_total_time="$seconds" -max_len="$most" -timeout=10 -rss_limit_mb=1024 -verbosity=0 -print_final_stats=1 \
    -artifact_prefix="$build/found/$name-" "$@" "$build/$name.corpus" "$build/$name.seeds" >"$build/$name.log" 2>&1 || {
    failed=1
    grep -v '^stat::\|# Uses:' "$build/$name.log" | tail -n 60
  }
  sed -n 's/^stat::number_of_executed_units: */  inputs tried: /p' "$build/$name.log"
}
run fuzz_conversation 4096 -dict=tests/fuzz/conversation.dict
run fuzz_transcript 20000 -dict=tests/fuzz/transcript.dict
run fuzz_messages 2000
run fuzz_playlist 3000
run fuzz_carriers 1000
run fuzz_grammar 4096 -dict=tests/fuzz/grammar.dict
[ "$failed" -eq 0 ] && echo "nothing found"
exit "$failed"
