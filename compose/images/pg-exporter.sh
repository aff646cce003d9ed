#!/bin/sh
# The driver ignores a password file that others may read, which a mounted secret must be.
set -e
if [ -n "${PGPASSFILE:-}" ] && [ -r "$PGPASSFILE" ]; then
  umask 077
  copy=$(mktemp) && cat "$PGPASSFILE" >"$copy"
  export PGPASSFILE="$copy"
fi
exec pg_exporter "$@"
