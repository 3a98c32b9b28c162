# count.sh, sourced: counts what passed and what failed, shows only what failed, and says both in one last line.
passed=0
failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# count NAME PASSED FAILED LOG: adds to the sums; the log is printed where something failed.
count() {
  passed=$((passed + $2))
  failed=$((failed + $3))
  if [ "$3" -eq 0 ]; then
    printf 'ok    %-60s %5d\n' "$1" "$2"
  else
    printf 'FAIL  %-60s %5d of %d\n' "$1" "$3" $(($2 + $3))
    printf '%s\n' "$4" | sed 's/^/      /'
  fi
}

# step NAME COMMAND...: one check; it passes if the command does.
step() {
  local name=$1
  shift
  if "$@" >"$scratch/log" 2>&1; then count "$name" 1 0 ""; else count "$name" 0 1 "$(tail -n 80 "$scratch/log")"; fi
}

total() {
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
