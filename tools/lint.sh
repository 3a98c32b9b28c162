#!/usr/bin/env bash
# lint.sh: compilers and analysers on hand-written and on generated C, with no suppression in any of them; then
# formatting and man pages. Ends with "N passed, N failed". What the program does is not its business: that is check.sh.
set -u
. tools/count.sh
jobs=$(nproc)
flags=(-std=c11 -D_POSIX_C_SOURCE=200809L -I. -Iruntime -Igen/machines)
warn=(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
mapfile -t written < <(git ls-files 'runtime/*.c' 'gen/*.c' 'cli/*.c' 'bench/*.c' | grep -v '^gen/machines/')
mapfile -t generated < <(git ls-files 'gen/machines/*.c')
mapfile -t tests < <(git ls-files 'tests/*.c')
# symbols.h has a line for each symbol, however long: grammars read it.
mapfile -t headers < <(git ls-files '*.h' | grep -v '^gen/machines/\|/symbols\.h$')
all=("${written[@]}" "${generated[@]}")

each() { printf "%s\0" "${files[@]}" | xargs -0 -n 1 -P "$jobs" "$@"; }

files=("${all[@]}" "${tests[@]}")
compile() { printf '%s\0' "${files[@]}" | xargs -0 -I{} -P "$jobs" "$@" "${flags[@]}" "${warn[@]}" -c -o /dev/null {}; }
step "gcc -O2 -Werror" compile gcc -O2
step "clang -Werror" compile clang -O1
files=("${all[@]}")
step "gcc -fanalyzer" compile gcc -O1 -fanalyzer
step "clang --analyze" compile clang --analyze -Xclang -analyzer-werror
files=("${all[@]}")
step "clang-tidy" each sh -c 'clang-tidy --quiet --warnings-as-errors="*" "$@" -- '"${flags[*]}" sh
step "cppcheck" cppcheck -q -j "$jobs" --std=c11 --error-exitcode=1 --enable=warning,performance,portability \
  -Iruntime -Igen/machines -D_POSIX_C_SOURCE=200809L "${all[@]}"
step "clang-format" clang-format --dry-run -Werror "${written[@]}" "${tests[@]}" "${headers[@]}"
man_pages() {
  local page bad=0
  for page in docs/*.[1-9]; do mandoc -T lint -W warning "$page" || bad=1; done
  return $bad
}
step "man pages" man_pages
total
