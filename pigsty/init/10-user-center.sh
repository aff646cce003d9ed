#!/bin/sh
# What the stack needs in a new PostgreSQL. The image runs this once, on an empty data directory
# (/docker-entrypoint-initdb.d); running it again changes nothing but the passwords.
# Connects as POSTGRES_USER over the local socket, or wherever PGHOST and PGPORT say.
# SECRETS_DIR is where the passwords are.
set -eu

secrets=${SECRETS_DIR:-/run/secrets}
for name in user_center_password monitor_password; do
  if [ ! -s "$secrets/$name" ]; then
    echo "10-user-center.sh: $secrets/$name is missing or empty" >&2
    exit 1
  fi
done

# psql reads the passwords itself (backquotes are psql's), so that neither a command line nor the
# environment shows them; :'name' quotes them. "create role" has no "if not exists": \gexec runs
# what the query before it returns, which is nothing when the role is there.
SECRETS_DIR=$secrets exec psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
  --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set user_center_password `cat "$SECRETS_DIR/user_center_password"`
\set monitor_password `cat "$SECRETS_DIR/monitor_password"`
set client_min_messages to warning;
-- Passwords must not reach the log, whatever log_statement says.
set log_statement to 'none';
set log_min_duration_statement to -1;

select 'create role user_center login'
 where not exists (select from pg_roles where rolname = 'user_center') \gexec
alter role user_center password :'user_center_password';

select 'create role monitor login connection limit 10'
 where not exists (select from pg_roles where rolname = 'monitor') \gexec
alter role monitor password :'monitor_password';
grant pg_monitor to monitor;
-- Monitoring itself does not fill the log of slow statements.
alter role monitor set log_min_duration_statement to '1s';

select 'create database user_db owner user_center'
 where not exists (select from pg_database where datname = 'user_db') \gexec
alter database user_db owner to user_center;
revoke all on database user_db from public;
grant connect on database user_db to monitor;

create extension if not exists pg_stat_statements;
\connect user_db
set client_min_messages to warning;
create extension if not exists pg_stat_statements;
alter schema public owner to user_center;
SQL
