#!/bin/sh
# Installs node-llama-cpp with llama.cpp for this machine's CPU, 85 MB, and links it into node_modules, where pith looks
# for it. It stands apart, so that npm neither adds it to what is locked nor removes optional packages of others.
set -eu

folder=${1:-.venv/node-llama-cpp}
version=3.22.1
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) binary=linux-x64 ;;
  Linux-aarch64) binary=linux-arm64 ;;
  Darwin-arm64) binary=mac-arm64-metal ;;
  Darwin-x86_64) binary=mac-x64 ;;
  *) echo "node-llama-cpp has no binary for this machine" >&2; exit 1 ;;
esac

mkdir -p "$folder"
[ -e "$folder/package.json" ] || echo '{ "private": true }' >"$folder/package.json"
npm install --prefix "$folder" --silent --no-audit --no-fund --ignore-scripts --omit=optional \
  "node-llama-cpp@$version" "@node-llama-cpp/$binary@$version"
rm -rf node_modules/node-llama-cpp
ln -s "$(cd "$folder" && pwd)/node_modules/node-llama-cpp" node_modules/node-llama-cpp
