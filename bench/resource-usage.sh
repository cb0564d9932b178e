#!/bin/bash
# What this server holds at the moment, a name and a number on each line: the heap after a full collection, rows of every table,
# threads, open files, and the gauges of GET /metrics. RUN and OFFSET as for servers.sh; H2=1: the tables cannot be looked into.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
export RUN=${RUN:-$here/run}
process=$(cat "$RUN/ours/pid")

metrics() {
  curl -fsS -H "Authorization: Bearer $(cat "$RUN/ours/admin.token")" "http://127.0.0.1:$((18080 + ${OFFSET:-0}))/metrics"
}

tables() {
  local table
  for table in $(sql "select table_name from information_schema.tables where table_schema = 'presence' and table_type = 'BASE TABLE'"); do
    echo "rows_$table $(sql "select count(*) from presence.\`$table\`")"
  done
}

sql() {
  mariadb --no-defaults -uroot -S "$RUN/my.sock" -N -B -e "$1"
}

metrics >/dev/null # what has expired leaves caches when somebody looks
# what is only reachable by references that a first collection clears goes with the second
jcmd "$process" GC.run >/dev/null
jcmd "$process" GC.run >/dev/null
metrics | sed -n 's/^presence_heap_used_bytes \([0-9]*\)$/heap \1/p'
[[ -n ${H2:-} ]] || tables
echo "threads $(sed -n 's/^Threads:[^0-9]*//p' "/proc/$process/status")"
echo "files $(find "/proc/$process/fd" -mindepth 1 | wc -l)"
metrics | awk '/^# TYPE .* gauge$/ { gauge[$3] = 1 } $1 in gauge && $1 !~ /heap/ { sub("presence_", "", $1); print $1, $2 }'
