#!/usr/bin/env bash
# fuzz.sh BUILD SECONDS: runs each fuzzer of BUILD for so long, from the corpus and the captures as seeds. What it found
# is kept in BUILD/found; what it learned in BUILD/NAME.corpus, for the next run.
set -u
build=$1 seconds=$2
mkdir -p "$build/found" "$build"/fuzz_{conversation,transcript,messages,grammar,playlist}.{seeds,corpus}

# A transcript as the fuzzer of conversations reads it: no flags, then what both sides say.
for talk in tests/corpus/*/*.talk; do
  { printf '\0'; sed -n -e 's/\\$//; s/\\r/\r/g; s/\\t/\t/g' -e 's/^\([CS]\)[:~] \?\(.*\)/\xff\L\1\E\2\r/p' \
    -e 's/^\([CS]\)\. fin.*/\xff\L\1\E\xfff/p' "$talk"; } >"$build/fuzz_conversation.seeds/$(basename "$talk")"
done
cp tests/corpus/*/*.talk tests/captures/n*.pcap "$build/fuzz_transcript.seeds"
# "Hello" twice, the second time by reference; a stored block; one with the final bit.
printf '\7\2\0\7\xf2\x48\xcd\xc9\xc9\7\0\0\5\xf2\0\x11\0\0' >"$build/fuzz_messages.seeds/context"
printf '\0\2\0\13\0\5\0\xfa\xffHello\0\0\10\xf3\x48\xcd\xc9\xc9\7\0\0' >"$build/fuzz_messages.seeds/blocks"
cp grammars/*/*.rl tests/gen/*/*.rl "$build/fuzz_grammar.seeds" 2>/dev/null

# A playlist in pieces of two bytes, read to its end.
for list in tests/hls/*/*.m3u8; do
  { printf '\1\0'; cat "$list"; } >"$build/fuzz_playlist.seeds/$(basename "$list")"
done

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
run fuzz_conversation 4096 -dict=tests/fuzz/http1.dict
run fuzz_transcript 20000 -dict=tests/fuzz/transcript.dict
run fuzz_messages 2000
run fuzz_playlist 3000
run fuzz_grammar 4096 -dict=tests/fuzz/grammar.dict
[ "$failed" -eq 0 ] && echo "nothing found"
exit "$failed"
