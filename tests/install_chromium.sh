#!/usr/bin/env bash
# Puts Debian's Chromium on this machine for the browser tests, where that is possible.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk >/dev/null
else
  echo "No Chromium on PATH and no right to install it: the browser tests will be skipped." >&2
fi
