#!/usr/bin/env bash
# check.sh BUILD: runs every test program of BUILD and the checks that are no programs, in the order of their cost.
# Ends with "N passed, N failed" and status 1 if anything failed. It builds nothing but the test of the installed header.
set -u
build=$1
export PARLEY=$build/parley PARLEY_GEN=$build/parley-gen LC_ALL=C.UTF-8
unset NO_COLOR
. tools/count.sh

# Runs a cmocka program; it counts its own tests, and a program that dies counts as one failure more.
run_program() {
  local name=${1#"$build"/} status=0 good bad
  timeout 400 "$1" >"$scratch/log" 2>&1 || status=$?
  good=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test(s).*/\1/p' "$scratch/log" | awk '{ n += $1 } END { print n + 0 }')
  bad=$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test(s), listed.*/\1/p' "$scratch/log" | awk '{ n += $1 } END { print n + 0 }')
  # A test that failed has not freed what it had; that is no second finding.
  [ "$bad" -eq 0 ] || sed -i '/ERROR: LeakSanitizer/,$d' "$scratch/log"
  [ $((good + bad)) -gt 0 ] && { [ "$status" -eq 0 ] || [ "$bad" -gt 0 ]; } || bad=$((bad + 1))
  count "$name" "$good" "$bad" "$(grep -v '^\[ RUN\|^\[       OK' "$scratch/log" | tail -n 60)"
}

# Machines in gen/machines are what their grammars say.
machines_fresh() {
  mkdir "$scratch/machines"
  make -s --no-print-directory regen GENERATOR="$build/parley-gen" MACHINES="$scratch/machines" || return 1
  diff -r gen/machines "$scratch/machines" >"$scratch/drift" && return 0
  head -n 40 "$scratch/drift"
  echo "gen/machines is not what the grammars say. After reading the difference: make regen, and commit gen/machines."
  return 1
}

# Nothing but parley_ names leave the library.
symbols_named() {
  ! nm -g --defined-only "$build/plain/libparley.a" | awk 'NF == 3 && $3 !~ /^parley_/' | grep .
}

# The core asks nothing of the system but to move and search memory, and of the compiler's runtime (__cpu_model) what the
# processor can do. It keeps nothing between calls.
core_freestanding() {
  local wrong=0
  nm -u "$build/plain/libparley.a" | awk '$1 == "U" && $2 !~ /^(parley_|mem(cpy|move|set|cmp|chr)$|__cpu_model$|_GLOBAL_OFFSET_TABLE_$)/' | sort -u |
    grep . && wrong=1
  nm "$build/plain/libparley.a" | awk 'NF == 3 && $2 ~ /^[bBCsSgG]$/' | grep . && wrong=1
  objdump -h "$build/plain/libparley.a" | awk '$2 ~ /^\.(data|bss)$/ && $3 !~ /^0+$/' | grep . && wrong=1
  return $wrong
}

# The public headers are C++ too, and what is installed is enough to build against.
installed_usable() {
  local dir=$scratch/installed flags
  make -s --no-print-directory install B="$build/plain" DESTDIR="$dir" PREFIX=/usr >/dev/null || return 1
  flags=$(PKG_CONFIG_PATH=$dir/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$dir PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 \
    PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 pkg-config --cflags --libs parley) || return 1
  printf '#include <parley.h>\n#include <stdio.h>\nint main(void) { return puts(parley_version()) < 0; }\n' >"$scratch/user.cc"
  # shellcheck disable=SC2086 # flags are words
  g++ -Wall -Wextra -Werror -o "$scratch/user" "$scratch/user.cc" $flags || return 1
  [ "$("$scratch/user")" = "$(PKG_CONFIG_PATH=$dir/usr/lib/pkgconfig pkg-config --modversion parley)" ] ||
    { echo "parley_version() and parley.pc tell different versions" && return 1; }
  ls "$dir/usr/bin/parley" "$dir/usr/bin/parley-gen" "$dir"/usr/share/man/man1/parley.1 >/dev/null
}

# What the project says of itself needs nothing outside it, and no file grows into two.
house_kept() {
  local long
  long=$(git ls-files '*.c' '*.h' '*.rl' '*.sh' 2>/dev/null | grep -v '^gen/machines/' | xargs -r wc -l |
    awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines; split it" }')
  [ -z "$long" ] || { echo "$long" && return 1; }
}

step "gen/machines is what the grammars say" machines_fresh
step "a build without sanitizers" make -s --no-print-directory -j"$(nproc)" B="$build/plain" all "$build/plain/libparley.a"
step "libparley exports parley_ names only" symbols_named
step "libparley needs no malloc, stdio or globals" core_freestanding
step "what is installed is enough, in C++ too" installed_usable
step "no source file over 500 lines" house_kept
step "README shows what parley prints" tools/readme.sh "$build/parley"
for program in $(find "$build/tests" -type f -name 'test_*' -perm -u+x | sort); do run_program "$program"; done
total
