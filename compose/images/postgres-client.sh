#!/bin/sh
# Debian's client programs with the client library of the server.
LD_LIBRARY_PATH=/usr/lib/postgresql/18/lib exec "/usr/lib/postgresql/15/bin/${0##*/}" "$@"
