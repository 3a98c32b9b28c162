#!/usr/bin/env bash
# readme.sh PARLEY [accept]: every `$ build/parley …` in README.md is run, and must print what README.md says it prints;
# with "accept" README.md is made to say so.
set -u
parley=$1
now=$(mktemp)
trap 'rm -f "$now"' EXIT
shown=0
said=0 # inside of what a command is said to print
while IFS= read -r line; do
  case $line in
  '$ build/parley '*)
    said=1 shown=$((shown + 1))
    printf '%s\n' "$line"
    # shellcheck disable=SC2086 # words as they stand in README.md
    "$parley" ${line#'$ build/parley '} 2>&1 </dev/null
    ;;
  '```'*) said=0 && printf '%s\n' "$line" ;;
  *) [ "$said" -eq 1 ] || printf '%s\n' "$line" ;;
  esac
done <README.md >"$now"
[ "$shown" -gt 0 ] || { echo "README.md shows nothing of what parley prints" && exit 1; }
if [ "${2-}" = accept ]; then
  cmp -s "$now" README.md || { diff -u README.md "$now"; cat "$now" >README.md; }
else
  diff -u --label README.md --label "what parley prints (make accept)" README.md "$now"
fi
