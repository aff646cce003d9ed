#!/bin/sh
# As the well-known image: options alone go to haproxy; it stays in the foreground, master and worker.
set -e

if [ "${1#-}" != "$1" ]; then
  set -- haproxy "$@"
fi
if [ "$1" = haproxy ]; then
  shift
  set -- haproxy -W -db "$@"
fi
exec "$@"
