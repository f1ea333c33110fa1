#!/usr/bin/env bash
# Runs the whole suite on Debian's PostgreSQL and Redis, as a production machine has them.
# Needs root and apt-get. Both servers are its own, on free ports, and end with it.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v redis-server >/dev/null || ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    postgresql postgresql-contrib redis-server >/dev/null
fi
binaries=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
folder=$(mktemp -d)
chown postgres "$folder"
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
as_postgres() { runuser -u postgres -- "$@"; }
database_port=$(free_port)
queue_port=$(free_port)
queue=

stop() {
  if [ -f "$folder/data/postmaster.pid" ]; then
    as_postgres "$binaries/pg_ctl" -D "$folder/data" -m fast -s stop || true
  fi
  if [ -n "$queue" ]; then
    kill "$queue" 2>/dev/null || true
    wait "$queue" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap stop EXIT

as_postgres "$binaries/initdb" -D "$folder/data" --auth trust --encoding UTF8 --locale C.UTF-8 >/dev/null
as_postgres "$binaries/pg_ctl" -D "$folder/data" -s -w \
  -o "-p $database_port -k $folder -c listen_addresses=127.0.0.1" -l "$folder/log" start
redis-server --port "$queue_port" --bind 127.0.0.1 --save "" --daemonize no --databases 16 >/dev/null &
queue=$!
"$binaries/postgres" --version
redis-server --version
export DATABASE_URL="postgres://postgres@127.0.0.1:$database_port/postgres"
export REDIS_URL="redis://127.0.0.1:$queue_port/0"
.venv/bin/python -m pytest -q -n 2 "$@"
