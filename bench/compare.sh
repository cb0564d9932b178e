#!/bin/bash
# compare.sh NAME PORT PIDS [DOMAIN]: the anchor's scenarios against a server that is running; one JSON line each into results/NAME.jsonl
#   compare.sh kam-mysql 5070 "kam:@run/kam.pid,db:@run/my.pid"     compare.sh ours 5060 "ours:1234,db:@run/my.pid"
# then: python3 summary.py results/kam-mysql.jsonl results/ours.jsonl
cd "$(dirname "$0")" || exit 1
N=$1 PORT=$2 PIDS=$3 DOM=${4:-example.org}
mkdir -p results classes
[ classes/Load.class -nt Load.java ] || javac -d classes Load.java || exit 1
L() { timeout "${T:-90}" java -Xms512m -Xmx3g -XX:+UseSerialGC -cp classes Load "$@" --domain "$DOM" --port "$PORT" --pids "$PIDS" --label "$N" >>"results/$N.jsonl"; }
W() { timeout 90 java -Xmx2g -XX:+UseSerialGC -cp classes Load "$@" --domain "$DOM" --port "$PORT" >/dev/null; }
for _ in $(seq "${WARM:-0}"); do
  W fanout --users 1000 --watchers 20 --duration 10 --inflight 20
  W subscribe --users 1000 --watchers 10 --inflight 50 --resub 1 --unsub 1
  W subscribe --users 1000 --watchers 10 --inflight 50 --resub 1 --unsub 1
done
for _ in $(seq "${REPS:-3}"); do
  L publish --users 5000 --duration "${PD:-4}"
  L subscribe --users 1000 --watchers 10 --inflight 50 --resub 1 --unsub 1
  L fanout --users 1 --watchers 1000 --count 60 --inflight 1 --window 1
  L fanout --users 1000 --watchers 20 --duration "${FD:-4}" --inflight 20
  [ -n "${NOREG:-}" ] || L register --users 20000
done
python3 summary.py "results/$N.jsonl"
