#!/bin/sh
# Stands in for the entry point of the official image, whose server is built without protected mode.
set -e
case ${1:-} in
  '' | -* | *.conf) set -- redis-server "$@" ;;
esac
if [ "$1" = redis-server ] && [ $# -eq 1 ]; then
  set -- redis-server --protected-mode no
fi
umask 0077
exec "$@"
