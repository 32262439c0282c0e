#!/bin/sh
# Installs pdftotext of poppler, beside which the texts of PDF files are tested. Needs Debian's packages, and root or sudo.
set -eu

if command -v pdftotext >/dev/null; then exit 0; fi

root=''
[ "$(id -u)" -eq 0 ] || root=sudo
$root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends poppler-utils >/dev/null
