#!/bin/bash
# The servers that are measured, in one place: starts, stops and kills them, one command for each.
#   servers.sh start NAME          returns when it serves; prints "started MS" and "ready MS" (epoch milliseconds)
#   servers.sh stop|kill NAME      SIGTERM or SIGKILL; returns when the process has ended
#   servers.sh restart NAME        stop and start; "restart NAME KILL" kills it. What the scenarios restart and kill are given
#   servers.sh reset NAME          empties its tables (of one that is not running)
#   servers.sh pid|pid-file NAME   its process, and the file that holds it
#   servers.sh http-port NAME      the HTTP port of ours or ours-digest
#   servers.sh port|rss NAME       its SIP port (of the database: its own), its resident memory in kB
#   servers.sh accounts NAME FILE  creates accounts: USER, DOMAIN and PASSWORD with tabs between on each line of the file
#   servers.sh stop-all
# NAME is database (MariaDB, defaults), kamailio-mysql, kamailio-mem, kamailio-auth (kamailio-mysql with Digest by auth_db, not
# beside it), ours (this server on that database) or ours-digest (another one on the same database server, for Digest).
# RUN is the directory of all state (default: run/ beside this script), OFFSET is added to every port.
# OURS_JAVA_OPTS are the JVM's options of this server, OURS_OPTIONS words for its command line.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
root=$(dirname "$here")
export RUN=${RUN:-$here/run}
offset=${OFFSET:-0}
export DB_PORT=$((33306 + offset))

# This server may be started twice: each has a directory, ports, and a database of its own.
ours-port() {
  [[ $1 == ours ]] && echo $((15060 + offset)) || echo $((15064 + offset))
}

http-port() {
  [[ $1 == ours ]] && echo $((18080 + offset)) || echo $((18084 + offset))
}

schema() {
  [[ $1 == ours ]] && echo presence || echo presence_digest
}

sql() {
  mariadb --no-defaults -uroot -S "$RUN/my.sock" "$@"
}

usage() {
  sed -n '2,15p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

# Kamailio's two modes have a directory and a port each; the database is the first one's.
kamailio() {
  case $1 in
    kamailio-mysql) PORT=$((5070 + offset)) "$here/kamailio.sh" "${@:2}" ;;
    kamailio-auth) KAMAILIO_AUTH=1 PORT=$((5070 + offset)) "$here/kamailio.sh" "${@:2}" ;;
    kamailio-mem) RUN=$RUN/mem PORT=$((5071 + offset)) "$here/kamailio.sh" "${@:2}" ;;
  esac
}

pid-file() {
  case $1 in
    database) echo "$RUN/my.pid" ;;
    kamailio-mysql | kamailio-auth) echo "$RUN/kam.pid" ;;
    kamailio-mem) echo "$RUN/mem/kam.pid" ;;
    ours | ours-digest) echo "$RUN/$1/pid" ;;
    *) usage ;;
  esac
}

pid() {
  cat "$(pid-file "$1")" 2>/dev/null || true
}

running() {
  local process
  process=$(pid "$1")
  [[ -n $process && -d /proc/$process ]]
}

now() {
  date +%s%3N
}

start_ours() {
  local name=$1 log=$RUN/$1/log process
  mkdir -p "$RUN/$name"
  sql -e "create database if not exists $(schema "$name") character set utf8mb4; grant all on $(schema "$name").* to 'presence'@'127.0.0.1', 'presence'@'localhost'" 2>/dev/null || true
  : >"$log"
  # shellcheck disable=SC2086 # words
  PRESENCE_JAVA_OPTS=${OURS_JAVA_OPTS--Xms4g -Xmx4g -Xmn2400m -XX:+UseParallelGC} setsid "$root/target/dist/bin/presence" \
    --data "$RUN/$name" --sip-port "$(ours-port "$name")" --http-port "$(http-port "$name")" \
    --set "db_url=mysql://presence:presence@127.0.0.1:$DB_PORT/$(schema "$name")" \
    ${OURS_OPTIONS---set auth=none} >"$log" 2>&1 </dev/null &
  process=$!
  echo "$process" >"$(pid-file "$name")"
  until grep -q '^READY ' "$log"; do
    [[ -d /proc/$process ]] || { cat "$log" >&2; exit 1; }
    sleep 0.02
  done
}

start() {
  mkdir -p "$RUN/mem"
  echo "started $(now)"
  case $1 in
    database) "$here/kamailio.sh" db-start ;;
    kamailio-mysql | kamailio-auth) kamailio "$1" start mysql >/dev/null ;;
    kamailio-mem) kamailio "$1" start mem >/dev/null ;;
    ours | ours-digest) start_ours "$1" ;;
    *) usage ;;
  esac
  echo "ready $(now)"
}

# Ends a server by a signal, with those of its children that are left.
finish() {
  local name=$1 signal=$2 process
  running "$name" || return 0
  process=$(pid "$name")
  case $name in
    kamailio-*) kamailio "$name" stop "${signal/TERM/}" ;; # which may have killed it, and 4 GB take their time
    *) kill "-$signal" "$process" ;;
  esac
  for _ in $(seq 600); do
    [[ -d /proc/$process ]] || break
    sleep 0.05
  done
  [[ ! -d /proc/$process ]] || { echo "servers.sh: $name does not end" >&2; exit 1; }
  rm -f "$(pid-file "$name")"
}

reset() {
  case $1 in
    kamailio-mysql | kamailio-auth) kamailio "$1" reset ;;
    ours | ours-digest)
      sql -e "drop database if exists $(schema "$1"); create database $(schema "$1") character set utf8mb4"
      rm -rf "${RUN:?}/$1"
      ;;
    *) ;; # keeps nothing
  esac
}

# The resident memory of a process and all its descendants.
rss() {
  local sum=0 process kb
  running "$1" || { echo 0; return; }
  for process in $(pid "$1") $(pgrep -d' ' -P "$(pid "$1")" || true); do
    kb=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$process/status" 2>/dev/null || true)
    sum=$((sum + ${kb:-0}))
  done
  echo "$sum"
}

port() {
  case $1 in
    database) echo "$DB_PORT" ;;
    kamailio-mysql | kamailio-auth) echo $((5070 + offset)) ;;
    kamailio-mem) echo $((5071 + offset)) ;;
    ours | ours-digest) ours-port "$1" ;;
    *) usage ;;
  esac
}

# Hashes of passwords, as both servers keep them. Passwords of accounts for a load test have no quotes.
accounts() {
  case $1 in
    kamailio-*) kamailio "$1" accounts "$2" ;;
    ours | ours-digest)
      {
        echo "create temporary table t (u varchar(255), d varchar(255), p varchar(255)) character set utf8mb4;"
        awk -F '\t' 'NR % 500 == 1 { printf "%sinsert into t values ", (NR > 1 ? ";\n" : "") }
          { printf "%s(\"%s\",\"%s\",\"%s\")", (NR % 500 == 1 ? "" : ","), $1, $2, $3 } END { print ";" }' "$2"
        echo "insert ignore into subscriber (username, domain, ha1, ha1b, ha1_sha256, ha1b_sha256) select u, d," \
          "md5(concat(u, ':', d, ':', p)), md5(concat(u, '@', d, ':', d, ':', p))," \
          "sha2(concat(u, ':', d, ':', p), 256), sha2(concat(u, '@', d, ':', d, ':', p), 256) from t;"
      } | sql "$(schema "$1")"
      ;;
    *) usage ;;
  esac
}

(($# >= 1)) || usage
[[ $1 == stop-all || $# -ge 2 ]] || usage
case $1 in
  start | reset | pid | pid-file | port | http-port | rss) "$1" "$2" ;;
  accounts) accounts "$2" "${3:?servers.sh: accounts needs a file}" ;;
  stop) finish "$2" TERM ;;
  kill) finish "$2" KILL ;;
  restart)
    finish "$2" "${3:-TERM}"
    start "$2"
    ;;
  stop-all)
    for name in ours ours-digest kamailio-mysql kamailio-mem database; do finish "$name" TERM; done
    ;;
  *) usage ;;
esac
