# The parts of scripts/bench; to be sourced by it. Uses its options as variables.

export RUN=${RUN:-$root/bench/run} OFFSET=${OFFSET:-0}
big_heap=${OURS_JAVA_OPTS--Xms4g -Xmx4g -Xmn2400m -XX:+UseParallelGC}
one_gib="-Xms1g -Xmx1g -XX:+UseParallelGC -XX:MetaspaceSize=96m -XX:+ExitOnOutOfMemoryError"
status=0 generating=
servers=(ours)

control() {
  bench/servers.sh "$@"
}

need_servers() {
  command -v mariadbd >/dev/null || {
    echo "bench: mariadbd is not installed (Debian: apt-get install mariadb-server, or bench/kamailio.sh install)" >&2
    exit 2
  }
  if [[ -n $kamailio ]]; then
    if command -v kamailio >/dev/null; then
      servers=(kamailio-mysql kamailio-mem ours)
    else
      echo "bench: Kamailio is not installed (bench/kamailio.sh install): measuring this server alone" >&2
      kamailio=
    fi
  fi
}

begin() {
  local name
  name=$(date +%Y-%m-%d-%H%M)
  if [[ -z $quick && -z $only && -n $kamailio ]]; then
    out=bench/results/$name document=docs/performance.md plots=docs/performance
  else
    out=bench/run/results/$name document=$out/report.md plots=$out/plots
  fi
  rm -rf "$out"
  mkdir -p "$out" "$RUN/log"
  echo "scripts/bench $arguments # RUN: directory of the servers, OUT: of the results" >"$out/commands.txt"
  trap '[[ -z $generating ]] || kill "$generating" 2>/dev/null || true; control stop-all' EXIT
  trap 'exit 130' INT TERM
  control stop-all
  control start database >/dev/null
  echo "results: $out"
}

machine() {
  local commit cpu java
  commit=$(git rev-parse --short HEAD 2>/dev/null || echo "no repository")
  [[ -z $(git status --porcelain --untracked-files=no 2>/dev/null) ]] || commit="$commit with changes"
  cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  java=$(java -version 2>&1 | sed -n 's/.*version "\(.*\)".*/\1/p')
  echo "$(date -u '+%-d %B %Y'), commit $commit. $(nproc) cores ($cpu), $(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB," \
    "Linux $(uname -r | cut -d- -f1), OpenJDK $java, $(mariadbd --version | sed 's/.*Ver \([0-9.]*-MariaDB\).*/\1/')," \
    "$(kamailio -v 2>/dev/null | sed -n '1s/version: \(kamailio [0-9.]*\).*/\1/p' || true). The JVM of this server during the rounds: \`$big_heap\`."
  [[ -z $kamailio ]] || echo "While Kamailio was measured, this server waited and took $idle_share % of a core."
}

# Hundredths of a second of CPU that a server has taken, with its children.
ticks() {
  local sum=0 process used
  process=$(control pid "$1")
  [[ -n $process ]] || { echo 0; return; }
  for process in $process $(pgrep -P "$process" || true); do
    used=$(sed 's/.*) //' "/proc/$process/stat" 2>/dev/null | awk '{print $12 + $13}')
    sum=$((sum + ${used:-0}))
  done
  echo "$sum"
}

# Waits until nobody does anything any more: less than 3 % of a core for a second; at most 20 s.
settle() {
  local before after
  for _ in $(seq 20); do
    before=$(($(ticks database) + $(ticks ours) + $(ticks ours-digest) + $(ticks kamailio-mysql) + $(ticks kamailio-mem)))
    sleep 1
    after=$(($(ticks database) + $(ticks ours) + $(ticks ours-digest) + $(ticks kamailio-mysql) + $(ticks kamailio-mem)))
    ((after - before > 3)) || return 0
  done
}

# Those of the scenarios that --only asks for.
chosen() {
  local scenario
  for scenario in "$@"; do
    [[ -n $only && ",$only," != *",${scenario%%:*},"* ]] || echo "$scenario"
  done
}

# measure SERVER ROUND FILE WORDS...: runs the load generator against a server that runs. FILE is empty for no results.
measure() {
  local server=$1 round=$2 file=$3 options processes
  shift 3
  options=(--target "127.0.0.1:$(control port "$server")" --label "$server" --round "$round")
  processes=server=@$(control pid-file "$server")
  [[ $server == kamailio-mem ]] || processes+=,database=@$(control pid-file database)
  options+=(--process "$processes")
  [[ $server != ours* ]] ||
    options+=(--http "http://127.0.0.1:$(control http-port "$server")" --token "$RUN/$server/admin.token" --strict)
  case $server in
    ours-digest) options+=(--digest any --accounts-command "$root/bench/servers.sh accounts $server") ;;
    kamailio-auth) options+=(--digest md5 --accounts-command "$root/bench/servers.sh accounts $server") ;;
  esac
  if [[ -n $file ]]; then options+=(--out "$out/$file"); else options+=(--quiet-results); fi
  if [[ -n $file && $round == 1 ]]; then
    printf '%s ' "Bench ${options[*]} $*" | sed "s#$RUN#RUN#g; s#$out/#OUT/#g; s#$root/##g; s# *\$#\n#" >>"$out/commands.txt"
  fi
  timeout 400 "${generator[@]}" "${options[@]}" "$@" &
  generating=$! # in the background, so that a signal ends all at once
  wait "$generating" || {
    echo "bench: $server, round $round: the generator ended with $?" >&2
    [[ $server != ours* ]] || status=1
  }
  generating=
}

start_ours() {
  control reset ours
  OURS_JAVA_OPTS=$big_heap OURS_OPTIONS="--set auth=none" control start ours
}

# warm_ours TIMES: the JVM compiles what is used often: the whole programme so many times, unmeasured. Kamailio needs none of it.
warm_ours() {
  local scenarios
  mapfile -t scenarios < <(chosen "${everywhere[@]}" ${ours_only[@]+"${ours_only[@]}"})
  ((${#scenarios[@]} > 0)) || return 0
  for _ in $(seq "$1"); do
    measure ours 1 "" "${scenarios[@]}"
  done
}

# Kamailio is started with empty tables for each turn and stopped after it, so that what it writes every 100 seconds costs nobody
# else anything. This server keeps running, and waits while it is not its turn.
turn() {
  local server=$1 round=$2 scenarios before began
  mapfile -t scenarios < <(chosen "${everywhere[@]}")
  [[ $server != ours ]] || mapfile -t scenarios < <(chosen "${everywhere[@]}" ${ours_only[@]+"${ours_only[@]}"})
  ((${#scenarios[@]} > 0)) || return 0
  echo "== round $round: $server"
  began=$(date +%s%3N) before=$(ticks ours)
  if [[ $server == kamailio-* ]]; then
    control reset "$server"
    control start "$server" >/dev/null
  fi
  settle
  measure "$server" "$round" "$server.jsonl" --warm-up "${#warm[@]}" "${warm[@]}" "${scenarios[@]}"
  if [[ $server == kamailio-* ]]; then
    idle_ticks=$((${idle_ticks:-0} + $(ticks ours) - before))
    idle_ms=$((${idle_ms:-0} + $(date +%s%3N) - began))
    control stop "$server"
  fi
}

# What is measured once: it takes long and does not depend on the hour.
single_runs() {
  local scenarios
  mapfile -t scenarios < <(chosen ${rules[@]+"${rules[@]}"})
  if ((${#scenarios[@]} > 0)); then
    echo "== rules"
    anew "$big_heap" "--set auth=xcap"
    measure ours 1 "" "${scenarios[@]}"
    measure ours 1 single.jsonl "${scenarios[@]}"
  fi
  [[ -z $quick || -n $only ]] || return 0
  if [[ -n $(chosen expiry) ]]; then
    expiry_run
  fi
  if [[ -n $(chosen idle) ]]; then
    echo "== idle"
    anew "$one_gib" "--set auth=none"
    measure ours 1 single.jsonl "$idle"
  fi
  if [[ -n $(chosen restart) ]]; then
    echo "== restart"
    restart_run "$restart_users" 100
  fi
}

# Both at once, as there is next to nothing to do for either.
expiry_run() {
  local other=
  echo "== expiry"
  anew "$one_gib" "--set auth=none"
  if [[ -n $kamailio ]]; then
    control reset kamailio-mysql
    control start kamailio-mysql >/dev/null
    measure kamailio-mysql 1 expiry-kamailio-mysql.jsonl expiry &
    other=$!
  fi
  measure ours 1 expiry-ours.jsonl expiry
  [[ -z $other ]] || wait "$other"
  control stop kamailio-mysql
}

# anew JAVA_OPTIONS OPTIONS: this server with an empty database
anew() {
  control stop ours
  control reset ours
  OURS_JAVA_OPTS=$1 OURS_OPTIONS=$2 control start ours >/dev/null
}

# restart_run USERS WATCHERS: so many subscriptions, in a heap of 1 GiB
restart_run() {
  anew "$one_gib" "--set auth=none"
  OURS_JAVA_OPTS=$one_gib OURS_OPTIONS="--set auth=none" measure ours 1 single.jsonl \
    --patience 30 --restart-command "$root/bench/servers.sh restart ours" "restart:users=$1,watchers=$2,clean=0"
}

growth_runs() {
  echo "== growth"
  restart_run 100 100
  [[ -z $only && -z $quick ]] || restart_run 1000 100 # else it has been measured
  restart_run 5000 100
}

# Digest on beside off. Both instances of this server run all the time, are warmed up alike and take turns.
digest_runs() {
  local server round
  echo "== digest"
  mkdir -p "$out/digest"
  anew "$big_heap" "--set auth=none"
  control stop ours-digest
  control reset ours-digest
  OURS_JAVA_OPTS=$big_heap OURS_OPTIONS="--set auth=none --set authentication=digest" control start ours-digest >/dev/null
  for _ in $(seq "$warm_ups"); do
    for server in ours ours-digest; do measure "$server" 1 "" "${with_digest[@]}"; done
  done
  for round in $(seq "$rounds"); do
    for server in ${kamailio:+kamailio-mysql kamailio-auth} ours ours-digest; do
      echo "== digest, round $round: $server"
      if [[ $server == kamailio-* ]]; then
        control reset "$server"
        control start "$server" >/dev/null
      fi
      settle
      measure "$server" "$round" "digest/$server.jsonl" --warm-up 1 "${with_digest[0]}" "${with_digest[@]}"
      [[ $server != kamailio-* ]] || control stop "$server"
    done
  done
  control stop ours-digest
  "${report[@]}" org.sippresence.bench.report.DigestCosts "$out/digest" | tee "$out/digest.md"
}

# async-profiler's library out of its Maven artifact; fails where that cannot be had.
profiler_library() {
  local jar=$HOME/.m2/repository/tools/profiler/async-profiler/4.0/async-profiler-4.0.jar
  library=$RUN/linux-x64/libasyncProfiler.so
  [[ -f $library ]] && return
  [[ -f $jar ]] || mvn -q dependency:get -Dartifact=tools.profiler:async-profiler:4.0 >/dev/null 2>&1 || return 1
  (cd "$RUN" && jar xf "$jar" linux-x64/libasyncProfiler.so)
  [[ -f $library ]]
}

# publish:users=5000,seconds=4 is "publish 5000", fanout:users=1,watchers=1000 is "fanout 1 x 1000"
in_words() {
  sed 's/,\(inflight\|seconds\)=[0-9.]*//g; s/:\(inflight\|seconds\)=[0-9.]*//; s/:users=/ /; s/,watchers=/ x /' <<<"$1"
}

profile_runs() {
  local scenario file number=0 process
  echo "== profiles"
  anew "$big_heap -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints" "--set auth=none"
  process=$(control pid ours)
  warm_ours 2
  for scenario in $(chosen "${everywhere[@]}" ${ours_only[@]+"${ours_only[@]}"}); do
    number=$((number + 1))
    file=$RUN/log/$number-${scenario%%:*}
    if profiler_library; then
      file=$file.collapsed
      jcmd "$process" JVMTI.agent_load "$library" '"start,event=cpu,interval=1ms"' >/dev/null
      measure ours 1 "" "$scenario"
      jcmd "$process" JVMTI.agent_load "$library" "\"stop,collapsed,file=$file\"" >/dev/null
    else
      file=$file.jfr
      jcmd "$process" JFR.start name=bench settings=profile >/dev/null
      measure ours 1 "" "$scenario"
      jcmd "$process" JFR.stop name=bench "filename=$file" >/dev/null
    fi
    "${report[@]}" org.sippresence.bench.report.Profile "$(in_words "$scenario")" "$file" "$out/profiles.jsonl"
  done
}

report() {
  if ((${idle_ms:-0} > 0)); then
    idle_share=$(awk "BEGIN {printf \"%.1f\", ${idle_ticks:-0} * 1000 / $idle_ms}")
  fi
  idle_share=${idle_share:-0} machine >"$out/machine.txt"
  "${report[@]}" org.sippresence.bench.report.Report "$out" "$document" "$plots"
  sed -n '/^### Goals/,/^!\[/p' "$document" | sed '$d'
  echo "report: $document, results: $out"
  exit "$status"
}
