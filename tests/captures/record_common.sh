# record_common.sh: what record.sh, record_websocket.sh and record_sessions.sh share. Sourced, not run. It starts
# servers, records what a function makes happen on loopback, and stops all that it started. It knows no protocol.
# RECORD_INTO=FOLDER: where captures go instead of beside the scripts.
here=${RECORD_INTO:-$PWD}
work=$(mktemp -d)
servers=() known=() tcpdump_pid=""
stop() {
  [ -z "$tcpdump_pid" ] || kill -INT "$tcpdump_pid" 2>/dev/null || true
  [ ${#servers[@]} -eq 0 ] || kill "${servers[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

# Waits until something listens on a port.
wait_for() {
  for _ in {1..100}; do
    ss -Hltn "sport = :$1" | grep -q . && return 0
    sleep 0.1
  done
  echo "$(basename "$0"): nothing listens on 127.0.0.1:$1" >&2
  cat "$work/server-$1.log" >&2 || true
  return 1
}

# start PORT COMMAND...: a server that is there once something listens on PORT. Its process is $started.
start() {
  local on=$1
  shift
  "$@" >"$work/server-$on.log" 2>&1 &
  started=$!
  servers+=("$started")
  wait_for "$on"
}

# Is this capture asked for? All are, where none is named.
wanted() { [ ${#only[@]} -eq 0 ] || [[ " ${only[*]} " == *" $1 "* ]]; }

# record NAME PORT[,PORT...] FUNCTION [ARGUMENT...]: what FUNCTION makes happen on these ports, in NAME.pcap.
record() {
  local name=$1 on=$2
  shift 2
  known+=("$name")
  wanted "$name" || return 0
  tcpdump -i lo -s 0 -U --immediate-mode -w "$work/$name.pcap" "tcp port ${on//,/ or tcp port }" 2>"$work/tcpdump.log" &
  tcpdump_pid=$!
  for _ in {1..50}; do grep -q listening "$work/tcpdump.log" && break || sleep 0.1; done
  "$@" >"$work/$name.log" 2>&1 || true
  sleep 1.2 # the last packets are still on their way to the file
  kill -INT "$tcpdump_pid"
  wait "$tcpdump_pid" || true
  tcpdump_pid=""
  cp "$work/$name.pcap" "$here/$name.pcap"
  echo "$name.pcap: $(stat -c %s "$here/$name.pcap") bytes"
}

# Says which names are none, at the end.
record_end() {
  local name
  for name in "${only[@]}"; do
    [[ " ${known[*]} " == *" $name "* ]] || { echo "$(basename "$0"): no capture '$name'; there are: ${known[*]}" >&2 && exit 2; }
  done
}
