#!/bin/bash
# Guesses of passwords while users publish: attack.sh [KEY=VALUE,...]
# 100,000 tries from one address and as many from 1,000 addresses of the loopback. Half of the users are behind the first
# attacker's address. The values are parameters of the scenario attack: users, arriving, rate, before, tries, inflight, speed,
# least. Prints the rate of the users before and during the attack (goodput), CPU, and what the server held and logged before
# and after; exit code 1 if a bad try was accepted, a user refused, or goodput is below the parameter least.
# RUN and OFFSET as for servers.sh. Needs a JDK, Maven and mariadbd.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
case ${1:-} in
  --help) sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit ;;
  -*) sed -n '2,8p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
esac
source "$here/generator.sh"
generator-build
export RUN=${RUN:-$here/run/attack}
trap '"$here/servers.sh" stop-all' EXIT

"$here/servers.sh" start database
"$here/servers.sh" reset ours
export OURS_OPTIONS="--set auth=none --set authentication=digest"
export OURS_JAVA_OPTS=${OURS_JAVA_OPTS--Xms256m -Xmx1g -XX:+UseParallelGC}
"$here/servers.sh" start ours
status=0

held() {
  "$here/resource-usage.sh" | grep -E '^(heap|threads|files|.*nonce.*|.*fail.*|.*auth.*) ' || true
  echo "log_lines $(wc -l <"$RUN/ours/log")"
}

load() {
  "${generator[@]}" --target "127.0.0.1:$("$here/servers.sh" port ours)" --process "server=@$RUN/ours/pid" --label attack --strict \
    --bind 127.0.0.1,127.0.0.2 --digest any --accounts-command "$here/servers.sh accounts ours" "$@" || status=1
}

load "publish:users=500,seconds=3" # warms up the JVM
held >"$RUN/before"
for sources in 1 1000; do
  echo "== attack from $sources addresses"
  load --out "$RUN/attack.jsonl" "attack:sources=$sources${1:+,$1}"
  held >"$RUN/after"
  echo "== held before and after" && join "$RUN/before" "$RUN/after" --nocheck-order | column -t
done
exit "$status"
