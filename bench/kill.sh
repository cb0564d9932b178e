#!/bin/bash
# Kills this server under full load three times in a row and checks that everything acknowledged is there: kill.sh mariadb|h2 [KEY=VALUE,...]
# The values are parameters of the scenario kill: users, watchers, inflight, seconds, kills, arriving. RUN and OFFSET as for
# servers.sh. Exit code 1 if anything is missing. Needs a JDK and Maven, for mariadb also mariadbd.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
source "$here/generator.sh"
generator-build
export RUN=${RUN:-$here/run/kill}
trap '"$here/servers.sh" stop-all' EXIT

case ${1:-} in
  mariadb)
    "$here/servers.sh" start database
    "$here/servers.sh" reset ours
    export OURS_OPTIONS="--set auth=none"
    ;;
  h2)
    rm -rf "$RUN/ours"
    export OURS_OPTIONS="--set auth=none --set db_url=jdbc:h2:file:$RUN/ours/presence"
    ;;
  *)
    sed -n '2,4p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
export OURS_JAVA_OPTS=${OURS_JAVA_OPTS--Xms256m -Xmx1g -XX:+UseParallelGC}
"$here/servers.sh" start ours
"${generator[@]}" --target "127.0.0.1:$("$here/servers.sh" port ours)" --process "server=@$RUN/ours/pid" --label "kill-$1" --strict \
  --restart-command "$here/servers.sh restart ours KILL" "kill:${2:-}"
echo "kill.sh: everything acknowledged was there ($1)"
