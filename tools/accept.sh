#!/usr/bin/env bash
# accept.sh PARLEY: writes the reports beside the transcripts of tests/corpus and tests/captures anew, and those in
# README.md, and prints what changed.
# Whether a change is right is for the one who reads it: nothing is judged here.
set -u
parley=$(realpath "$1")
changed=0
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
while IFS= read -r file; do
  sessions=()
  [ -e "${file%.*}.sessions" ] && sessions=(--sessions "$(basename "${file%.*}.sessions")")
  (cd "$(dirname "$file")" &&
    "$parley" check -v --color never "$(basename "$file")" "${sessions[@]}" 2>"$errors" </dev/null
    echo "(status $?)" >>"$errors") >"$file.report.new"
  cat "$errors" >>"$file.report.new"
  if [ -e "$file.report" ] && cmp -s "$file.report" "$file.report.new"; then
    rm "$file.report.new"
    continue
  fi
  diff -u "$file.report" "$file.report.new" 2>/dev/null || cat "$file.report.new"
  mv "$file.report.new" "$file.report"
  changed=$((changed + 1))
done < <(find tests/corpus tests/captures -name '*.talk' -o -name '*.pcap' | LC_ALL=C sort)
tools/readme.sh "$parley" accept
echo "$changed reports changed"
