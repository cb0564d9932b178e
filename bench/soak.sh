#!/bin/bash
# Users come and go for an hour, then nothing may be left of them: soak.sh [--digest] [--minutes N] [KEY=VALUE,...]
#   --digest       every user authenticates; nonces live 20 seconds, so that most requests meet an old one or a new one
#   --minutes N    in place of an hour
# The values are parameters of the scenario soak: seconds, rate, users, watchers, expires, warm, seed. Prints a line each minute:
# requests, challenges, refusals, heap, nonces. Then what the server held before and after, beside what more is allowed; exit
# code 1 if there is more, if anything was told wrongly, or if a request was refused that should not be.
# RUN and OFFSET as for servers.sh. Needs a JDK, Maven and mariadbd.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
digest='' parameters=''
while (($# > 0)); do
  case $1 in
    --digest) digest=1 ;;
    --minutes) parameters+=seconds=$((${2:?soak.sh: --minutes needs a number} * 60)), && shift ;;
    -*) sed -n '2,8p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
    *) parameters+=$1, ;;
  esac
  shift
done
source "$here/generator.sh"
generator-build
export RUN=${RUN:-$here/run/soak}
trap '"$here/servers.sh" stop-all' EXIT

"$here/servers.sh" start database
"$here/servers.sh" reset ours
export OURS_OPTIONS="--set auth=xcap --set clean_period=10 --set db_update_period=10 --set offline_winfo_expiration=60"
options=()
if [[ -n $digest ]]; then
  OURS_OPTIONS+=" --set authentication=digest --set nonce_expire=20"
  options=(--digest any --accounts-command "$here/servers.sh accounts ours")
fi
export OURS_JAVA_OPTS=${OURS_JAVA_OPTS--Xms256m -Xmx1g -XX:+UseParallelGC}
"$here/servers.sh" start ours
"${generator[@]}" --target "127.0.0.1:$("$here/servers.sh" port ours)" --process "server=@$RUN/ours/pid" --label soak --strict \
  --http "http://127.0.0.1:$((18080 + ${OFFSET:-0}))" --token "$RUN/ours/admin.token" \
  --measure-command "$here/resource-usage.sh" ${options[@]+"${options[@]}"} "soak:${parameters%,}"
echo "soak.sh: nothing is left"
