#!/bin/sh
# Installs the shells whose completion scripts are tested: zsh and fish. Needs Debian's packages, and root or sudo.
set -eu

missing=''
for shell in zsh fish; do
  command -v "$shell" >/dev/null || missing="$missing $shell"
done
[ -n "$missing" ] || exit 0

root=''
[ "$(id -u)" -eq 0 ] || root=sudo
$root apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends $missing >/dev/null
