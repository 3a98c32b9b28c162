#!/usr/bin/env bash
# readme.sh PARLEY: every `$ build/parley …` in README.md is run, and must print what README.md says it prints.
set -u
parley=$1
wrong=0 shown=0
said=$(mktemp) real=$(mktemp)
trap 'rm -f "$said" "$real"' EXIT
compare() {
  [ -n "$command" ] || return 0
  shown=$((shown + 1))
  # shellcheck disable=SC2086 # words as they stand in README.md
  "$parley" $command >"$real" 2>&1 </dev/null
  diff -u --label "README.md: build/parley $command" --label "what it prints" "$said" "$real" || wrong=1
}
command=""
inside=0
while IFS= read -r line; do
  case $line in
  '```'*) compare && command="" && inside=$((1 - inside)) ;;
  '$ build/parley '*) [ $inside -eq 1 ] && compare && command=${line#'$ build/parley '} && : >"$said" ;;
  *) [ -z "$command" ] || printf '%s\n' "$line" >>"$said" ;;
  esac
done <README.md
[ "$shown" -gt 0 ] || { echo "README.md shows nothing of what parley prints" && exit 1; }
exit $wrong
