#!/bin/bash
# Users come and go for an hour, then nothing may be left of them: soak.sh [KEY=VALUE,...]
# The values are parameters of the scenario soak: seconds, rate, users, watchers, expires, warm, seed. Prints what the server
# held before and after, beside what more is allowed; exit code 1 if there is more, or if anything was told wrongly.
# RUN and OFFSET as for servers.sh. Needs a JDK, Maven and mariadbd.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
source "$here/generator.sh"
generator-build
export RUN=${RUN:-$here/run/soak}
trap '"$here/servers.sh" stop-all' EXIT

"$here/servers.sh" start database
"$here/servers.sh" reset ours
export OURS_OPTIONS="--set auth=xcap --set clean_period=10 --set db_update_period=10 --set offline_winfo_expiration=60"
export OURS_JAVA_OPTS=${OURS_JAVA_OPTS--Xms256m -Xmx1g -XX:+UseParallelGC}
"$here/servers.sh" start ours
"${generator[@]}" --target "127.0.0.1:$("$here/servers.sh" port ours)" --process "server=@$RUN/ours/pid" --label soak --strict \
  --http "http://127.0.0.1:$((18080 + ${OFFSET:-0}))" --token "$RUN/ours/admin.token" \
  --measure-command "$here/resource-usage.sh" "soak:${1:-}"
echo "soak.sh: nothing is left"
