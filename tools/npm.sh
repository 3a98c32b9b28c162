#!/usr/bin/env bash
# npm.sh FOLDER PACKAGE: installs a package of npm in FOLDER if it is not there. Without npm, or without a network, it
# says what will be missing and goes on: what is compared with it is left out.
set -u
name=${2%@*}
[ -e "$1/node_modules/$name/package.json" ] && exit 0
command -v npm >/dev/null || { echo "npm is not there: no comparison with $name"; exit 0; }
npm install --prefix "$1" --no-save --no-audit --no-fund --silent "$2" >/dev/null 2>&1 ||
  echo "npm could not install $2: no comparison with $name"
