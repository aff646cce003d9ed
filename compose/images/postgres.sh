#!/bin/bash
# Stands in for the entry point of the official image: a new data directory is set up as POSTGRES_*
# says, /docker-entrypoint-initdb.d is run against a server that only listens on its socket, then the
# real one starts. Runs as postgres from the start, so a bind mount must be writable for uid 999.
set -Eeo pipefail

# NAME from the file in NAME_FILE, or the default.
value() {
  local file="${1}_FILE"
  if [ -n "${!1:-}" ] && [ -n "${!file:-}" ]; then
    echo "error: both $1 and $file are set; use one of them" >&2
    exit 1
  fi
  if [ -n "${!file:-}" ]; then
    export "$1"="$(<"${!file}")"
  else
    export "$1"="${!1:-${2:-}}"
  fi
  unset "$file"
}

# In the database named first.
sql() {
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --no-password --username "$POSTGRES_USER" \
    --dbname "$@"
}

scripts() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh)
        echo "$0: running $file"
        # As in the official image: without the execute bit it is read into this shell.
        # shellcheck disable=SC1090
        if [ -x "$file" ]; then "$file"; else . "$file"; fi
        ;;
      *.sql) echo "$0: running $file" && sql "$POSTGRES_DB" --file "$file" ;;
      *.sql.gz) echo "$0: running $file" && gzip -dc "$file" | sql "$POSTGRES_DB" ;;
      *'/*') ;;
      *) echo "$0: ignoring $file" ;;
    esac
  done
}

initialise() {
  if [ -z "$POSTGRES_PASSWORD" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo 'error: a new database needs a superuser password: set POSTGRES_PASSWORD or' >&2
    echo '       POSTGRES_PASSWORD_FILE, or POSTGRES_HOST_AUTH_METHOD=trust to let everybody in' >&2
    exit 1
  fi
  local wal=()
  [ -z "${POSTGRES_INITDB_WALDIR:-}" ] || wal=(--waldir "$POSTGRES_INITDB_WALDIR")
  local words=()
  # xargs knows quotes, as in the official image.
  [ -z "${POSTGRES_INITDB_ARGS:-}" ] || mapfile -t words < <(xargs -n1 printf '%s\n' <<<"$POSTGRES_INITDB_ARGS")
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
    --pgdata="$PGDATA" --set listen_addresses='*' \
    --set unix_socket_directories='/var/run/postgresql, /tmp' "${wal[@]}" "${words[@]}"
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption)}" \
    >>"$PGDATA/pg_hba.conf"
}

# The arguments of the server come after its name.
initialise_and_run_scripts() {
  initialise
  PGUSER=$POSTGRES_USER pg_ctl --pgdata="$PGDATA" --wait \
    --options "$(printf ' %q' "$@" -c listen_addresses= -p "${PGPORT:-5432}")" start
  export PGPASSWORD=$POSTGRES_PASSWORD PGHOST=/var/run/postgresql
  if [ "$POSTGRES_DB" != postgres ]; then
    sql postgres --set db="$POSTGRES_DB" <<<'create database :"db";'
  fi
  scripts
  PGUSER=$POSTGRES_USER pg_ctl --pgdata="$PGDATA" --mode=fast --wait stop
  unset PGPASSWORD PGHOST
  echo
  echo 'PostgreSQL init process complete; ready for start up.'
  echo
}

[ "${1:0:1}" != - ] || set -- postgres "$@"
if [ "$1" = postgres ]; then
  if ! mkdir -p "$PGDATA" 2>/dev/null || ! [ -w "$PGDATA" ]; then
    echo "error: $PGDATA cannot be written by uid $(id -u); change the owner of what is mounted there" >&2
    exit 1
  fi
  chmod 0700 "$PGDATA"
  value POSTGRES_PASSWORD
  value POSTGRES_USER postgres
  value POSTGRES_DB "$POSTGRES_USER"
  value POSTGRES_INITDB_ARGS
  if [ -s "$PGDATA/PG_VERSION" ]; then
    echo
    echo 'PostgreSQL Database directory appears to contain a database; Skipping initialization'
    echo
  else
    initialise_and_run_scripts "${@:2}"
  fi
  unset POSTGRES_PASSWORD
fi
exec "$@"
