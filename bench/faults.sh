#!/bin/bash
# Faults under load, and whether everything that was acknowledged is there afterwards: faults.sh [--runs N] [FAULT...]
#   kill-h2 kill-mariadb    kill -9 of the server, with H2 and with MariaDB (20 runs)
#   database-away           MariaDB is killed and comes back after 30 s (3 runs)
#   disk-full               no room where H2 writes, for 10 s (3 runs); needs root for a small file system in memory
#   read-only               the server is started on data that it may not write; then on the same data, writable (1 run)
#   second-server           SIGSTOP of the first of two servers on one database, the second takes over, SIGCONT (3 runs)
# Without names: all of them. Prints a line for each fault: runs, acknowledged entities that were looked for, lost ones; exit
# code 1 if any is missing. RUN and OFFSET as for servers.sh. Needs a JDK, Maven and mariadbd.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
root=$(dirname "$here")
source "$here/generator.sh"
runs='' make='' faults=()
while (($# > 0)); do
  case $1 in
    --runs) runs=${2:?faults.sh: --runs needs a number} && shift ;;
    --fault) make=${2:?faults.sh: --fault needs a name} && shift ;; # for this script itself
    --help) sed -n '2,10p' "${BASH_SOURCE[0]}" && exit ;;
    kill-h2 | kill-mariadb | database-away | disk-full | read-only | second-server) faults+=("$1") ;;
    *) sed -n '2,10p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
  esac
  shift
done
((${#faults[@]} > 0)) || faults=(kill-h2 kill-mariadb database-away disk-full read-only second-server)
export RUN=${RUN:-$here/run/faults}
export OURS_JAVA_OPTS=${OURS_JAVA_OPTS--Xms256m -Xmx1g -XX:+UseParallelGC}
servers=$here/servers.sh disk=$RUN/disk status=0
mkdir -p "$RUN"

# What happens to the server in the faults that are more than one command; the server serves again afterwards.
if [[ -n $make ]]; then
  case $make in
    read-only)
      "$servers" stop ours
      mount -o remount,ro "$disk"
      export OURS_OPTIONS="--set auth=none --set db_url=jdbc:h2:file:$disk/presence"
      ! "$servers" start ours 2>"$RUN/read-only.log" || { echo "a server starts on data that it may not write" && exit 1; }
      mount -o remount,rw "$disk"
      "$servers" start ours
      ;;
    second-server)
      first=$("$servers" pid ours) second=
      kill -STOP "$first"
      sleep 5 # its lease of 3 s runs out
      PRESENCE_JAVA_OPTS=$OURS_JAVA_OPTS "$root/target/dist/bin/presence" --data "$RUN/second" --sip-port $((15062 + ${OFFSET:-0})) \
        --http-port $((18082 + ${OFFSET:-0})) --set auth=none --set lease_time=3 \
        --set "db_url=mysql://presence:presence@127.0.0.1:$((33306 + ${OFFSET:-0}))/presence" >"$RUN/second.log" 2>&1 &
      second=$!
      until grep -q '^READY ' "$RUN/second.log"; do
        [[ -d /proc/$second ]] || { cat "$RUN/second.log" && exit 1; }
        sleep 0.1
      done
      kill -CONT "$first"
      for _ in $(seq 100); do
        [[ -d /proc/$first ]] || break
        sleep 0.1
      done
      [[ ! -d /proc/$first ]] || { echo "the first server goes on after its lease was taken" && exit 1; }
      kill "$second"
      wait "$second" || true
      OURS_OPTIONS="--set auth=none --set lease_time=3" "$servers" start ours
      ;;
  esac
  exit
fi

generator-build
printf "| fault | runs | acknowledged entities looked for | lost |\n|---|---|---|---|\n" >"$RUN/table.md"
end() {
  "$servers" stop-all
  ! mountpoint -q "$disk" || umount "$disk"
}
trap end EXIT

mariadb_server() {
  "$servers" stop ours
  "$servers" start database >/dev/null
  "$servers" reset ours
  OURS_OPTIONS="--set auth=none ${SERVER_OPTIONS:-}" "$servers" start ours >/dev/null
}

# The data directory stays the one of servers.sh; the database is where $1 says.
h2_server() {
  "$servers" stop ours
  rm -rf "$RUN/ours" "${1:?}"/presence*
  OURS_OPTIONS="--set auth=none --set db_url=jdbc:h2:file:$1/presence" "$servers" start ours >/dev/null
}

# A server whose database is on a small file system of its own.
on_disk() {
  mkdir -p "$disk"
  mountpoint -q "$disk" || mount -t tmpfs -o size=400m tmpfs "$disk" || {
    echo "faults.sh: cannot mount a small file system, $fault is left out" >&2
    return 1
  }
  h2_server "$disk"
}

# load FAULT SCENARIO OPTIONS...: the generator; its results are the fault's
load() {
  local fault=$1 scenario=$2
  shift 2
  rm -f "$RUN/$fault.jsonl"
  "${generator[@]}" --target "127.0.0.1:$("$servers" port ours)" --process "server=@$RUN/ours/pid" --label "$fault" --strict \
    --out "$RUN/$fault.jsonl" "$@" "$scenario" || status=1
}

# told FAULT RUNS: the line of the table, from what the phases checked
told() {
  "${report[@]}" org.sippresence.bench.report.Faults "$1" "$2" "$RUN/$1.jsonl" | tee -a "$RUN/table.md"
}

for fault in "${faults[@]}"; do
  echo "== $fault"
  case $fault in
    kill-mariadb | kill-h2)
      times=${runs:-20}
      if [[ $fault == kill-h2 ]]; then
        h2_server "$RUN/h2"
        options="--set auth=none --set db_url=jdbc:h2:file:$RUN/h2/presence"
      else
        mariadb_server
        options="--set auth=none"
      fi
      OURS_OPTIONS=$options load "$fault" "kill:kills=$times,seconds=3,users=1000,arriving=300" \
        --restart-command "$servers restart ours KILL"
      told "$fault" "$times"
      ;;
    database-away)
      times=${runs:-3}
      mariadb_server
      load "$fault" "outage:times=$times" \
        --fault-command "$servers kill database && sleep 30 && $servers start database && sleep 1"
      told "$fault" "$times"
      ;;
    disk-full)
      times=${runs:-3}
      on_disk || continue
      load "$fault" "outage:times=$times" \
        --fault-command "dd if=/dev/zero of=$disk/filler bs=64k 2>/dev/null; sleep 10; rm $disk/filler; sleep 5"
      told "$fault" "$times"
      ;;
    read-only)
      times=${runs:-1}
      on_disk || continue
      load "$fault" "outage:times=$times,before=1" --fault-command "$0 --fault read-only"
      told "$fault" "$times"
      ;;
    second-server)
      times=${runs:-3}
      SERVER_OPTIONS="--set lease_time=3" mariadb_server
      load "$fault" "outage:times=$times,before=1,rate=100" --fault-command "$0 --fault second-server"
      told "$fault" "$times"
      ;;
  esac
done
exit "$status"
