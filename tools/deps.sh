#!/usr/bin/env bash
# deps.sh GROUP...: installs what is missing for build, check, lint, fuzz, bench, record, record_websocket or
# record_sessions, and says what it does.
# It looks for the thing that is needed, not for the package: who has it from elsewhere is left alone.
# Without apt-get it only says what to install. It knows nothing of what is built.
set -eu
cc=${CC:-gcc}
missing=()

# need PACKAGES TEST...: wants PACKAGES (one word, split at commas) if the command TEST fails.
need() {
  local packages=${1//,/ }
  shift
  "$@" >/dev/null 2>&1 || missing+=($packages)
}
command_there() { command -v "$1"; }
header_there() { echo "#include <$1>" | "$cc" -E -x c "${@:2}" -; }

group_build() {
  need gcc,libc6-dev header_there stdio.h
  need binutils command_there ar
  need zlib1g-dev header_there zlib.h
  need libjansson-dev header_there jansson.h
}
group_check() {
  group_build
  need libexpat1-dev header_there expat.h
  need libcmocka-dev header_there cmocka.h -include stdarg.h -include stddef.h -include stdint.h -include setjmp.h
  need ragel command_there ragel
  need g++ command_there g++
  need pkgconf command_there pkg-config
  need diffutils command_there diff
}
group_lint() {
  group_check
  need clang command_there clang
  need clang-tidy command_there clang-tidy
  need clang-format command_there clang-format
  need cppcheck command_there cppcheck
  need mandoc command_there mandoc
}
group_fuzz() {
  group_check
  need clang,libclang-rt-dev sh -c 'echo "int LLVMFuzzerTestOneInput(void) { return 0; }" |
    clang -fsanitize=fuzzer,address -x c - -o /dev/null'
}
group_bench() {
  group_build
  need node-llhttp test -e /usr/share/llhttp/llhttp.c -o -e /usr/share/nodejs/llhttp/package.json
}
group_record() {
  need tcpdump test -x /usr/bin/tcpdump -o -x /usr/sbin/tcpdump
  need nginx-light test -x /usr/sbin/nginx
  need curl command_there curl
  need netcat-openbsd command_there nc
}
group_record_websocket() {
  group_record
  need nodejs command_there node
  need npm command_there npm
  need chromium command_there chromium
  need firefox-esr command_there firefox-esr
  need websocketd command_there websocketd
  need libwebsockets-test-server command_there libwebsockets-test-server
  need tinyproxy-bin command_there tinyproxy
  need python3 test -x /usr/bin/python3
  need python3-websockets /usr/bin/python3 -c 'import websockets'
  need python3-aiohttp /usr/bin/python3 -c 'import aiohttp'
  need python3-tornado /usr/bin/python3 -c 'import tornado'
  need python3-trio-websocket /usr/bin/python3 -c 'import trio_websocket'
}
group_record_sessions() {
  group_record
  need nodejs command_there node
  need npm command_there npm
  need ffmpeg command_there ffmpeg
  need chromium command_there chromium
  need firefox-esr command_there firefox-esr
}

for group in "$@"; do
  case $group in
  build | check | lint | fuzz | bench | record | record_websocket | record_sessions) "group_$group" ;;
  *) echo "deps.sh: no group '$group'; there are build, check, lint, fuzz, bench, record, record_websocket, record_sessions" >&2 && exit 2 ;;
  esac
done
[ ${#missing[@]} -gt 0 ] || exit 0

read -ra missing <<<"$(printf '%s\n' "${missing[@]}" | sort -u | tr '\n' ' ')"
if ! command -v apt-get >/dev/null; then
  echo "Missing here. Install these (names as in Debian 12), then try again: ${missing[*]}" >&2
  exit 1
fi
root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "Missing here. Install as root, then try again: apt-get install ${missing[*]}" >&2
    exit 1
  }
  root=(sudo)
fi
echo "Missing here, installing with apt-get: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}"
}
install >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  echo "apt-get could not install: ${missing[*]}" >&2
  exit 1
}
