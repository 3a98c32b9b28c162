#!/usr/bin/env bash
# fuzz.sh BUILD SECONDS: runs each fuzzer of BUILD for so long, from the corpus and the captures as seeds. What it found
# is kept in BUILD/found; what it learned in BUILD/NAME.corpus, for the next run.
set -u
build=$1 seconds=$2
mkdir -p "$build/found"

failed=0
run() {
  local name=$1 most=$2
  shift 2
  [ -x "$build/$name" ] || return 0
  mkdir -p "$build/$name.corpus"
  tools/fuzz_seeds.sh "$build" "$name"
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
run fuzz_profiles 1000 -dict=tests/fuzz/profiles.dict
run fuzz_events 1000
run fuzz_reloads 3000
run fuzz_coded 3000
run fuzz_exchanges 6000 -dict=tests/fuzz/transcript.dict
run fuzz_grammar 4096 -dict=tests/fuzz/grammar.dict
[ "$failed" -eq 0 ] && echo "nothing found"
exit "$failed"
