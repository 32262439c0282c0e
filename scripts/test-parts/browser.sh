#!/bin/sh
# Installs Chromium, in which the page of `pith explain --html` is tested. Needs Debian's packages, and root or sudo.
set -eu

for browser in chromium chromium-browser google-chrome; do
  if command -v "$browser" >/dev/null; then exit 0; fi
done

root=''
[ "$(id -u)" -eq 0 ] || root=sudo
$root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
