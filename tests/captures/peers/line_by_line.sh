#!/usr/bin/env bash
# line_by_line.sh: what websocketd runs for each connection. Each line that comes in is a message, so is each line that
# goes out.
echo "welcome"
while IFS= read -r line; do
  [ "$line" != bye ] || exit 0
  echo "you said: $line"
done
