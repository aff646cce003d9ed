#!/bin/bash
# Starts the core build as elasticsearch/README.md says. Settings come from the environment, as in
# the official image: names with dots as they are, ES_SETTING_A_B as a.b.
# A plain shell would drop names with dots.
# `docker-entrypoint.sh train FILE` records an AOT cache instead, with typical requests.
set -eu
home=/usr/share/elasticsearch
run=${ES_TMPDIR:-/tmp/elasticsearch}

if env | grep -q '^xpack\.security\.enabled=true'; then
  echo 'error: xpack.security.enabled is true, and this image has no x-pack' >&2
  echo '  fix: set it to false, or use the official image' >&2
  exit 78
fi

settings() {
  printf '%s\n' cluster.name=docker-cluster "node.name=$(hostname)" http.host=0.0.0.0 \
    http.port=9200 transport.host=127.0.0.1 transport.port=0 discovery.type=single-node \
    "path.data=$home/data"
  env | awk '
    function setting(name) {
      sub(/^ES_SETTING_/, "", name); gsub(/__/, "\001", name); gsub(/_/, ".", name)
      gsub(/\001/, "_", name); return tolower(name)
    }
    { at = index($0, "="); name = substr($0, 1, at - 1); value = substr($0, at + 1) }
    name ~ /^ES_SETTING_/ { name = setting(name) }
    name ~ /^xpack\./ || name !~ /^[a-z][a-z0-9_]*(\.[A-Za-z0-9_]+)+$/ { next }
    { gsub(/\\/, "\\\\", value); print name "=" value }'
}

mkdir -p "$run/config"
settings >"$run/config/elasticsearch.properties"
cp "$home/config/log4j2.properties" "$run/config/"
export ES_TMPDIR="$run" LIBFFI_TMPDIR="$run"

case ${1:-eswrapper} in
  train)
    # shellcheck disable=SC2086 # Options are words.
    exec java "@$home/config/java.options" -Djava.io.tmpdir="$run" -XX:AOTCacheOutput="$2" \
      -jar "$home/kit/platform-elasticsearch-kit-start.jar" "$home" "$home/kit/plugin" "$run" \
      "$run/training"
    ;;
  eswrapper | elasticsearch)
    # shellcheck disable=SC2086 # Options are words.
    exec java "@$home/config/java.options" ${ES_JAVA_OPTS:-} -Djava.io.tmpdir="$run" \
      -XX:AOTCache="$home/elasticsearch.aot" -Xlog:aot=off,cds=off \
      -jar "$home/kit/platform-elasticsearch-kit-start.jar" "$home" "$home/kit/plugin" "$run"
    ;;
  *) exec "$@" ;;
esac
