#!/bin/bash
# What single steps of the work cost: jmh.sh [options of JMH] [names of benchmarks]
#   bench/jmh.sh                             all of them, in about six minutes
#   bench/jmh.sh -f 3 -wi 5 -i 10 Notify     some of them, with options of one's own in place of those below
# Needs a JDK and Maven. The table is written to target/jmh/results.txt, too.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
out=$root/target/jmh
cd "$root"

[[ -d target/classes ]] || mvn -q -DskipTests package
mkdir -p "$out/classes"
if [[ ! -s $out/classpath || pom.xml -nt $out/classpath || src/build/pom.xml -nt $out/classpath ]]; then
  mvn -q dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$out/classpath"
fi
version=$(sed -n 's/.*<jmh.version>\(.*\)<.*/\1/p' src/build/pom.xml)
mvn -q dependency:get -Dtransitive=false -Dartifact="org.openjdk.jmh:jmh-generator-annprocess:$version"
repository=$(sed 's/:/\n/g' "$out/classpath" | sed -n 's#/org/openjdk/jmh/jmh-core/.*##p')
processor=$repository/org/openjdk/jmh/jmh-generator-annprocess/$version/jmh-generator-annprocess-$version.jar

# JMH makes classes of its own from the benchmarks; that is left out of the build, where error-prone would look at them
# shellcheck disable=SC2046 # names without blanks
"${java}c" -nowarn -d "$out/classes" -cp "target/classes:$(cat "$out/classpath")" \
  -processorpath "$processor:$(cat "$out/classpath")" $(find bench/java -name '*Benchmark.java')
[[ ${1:-} == -* ]] || set -- -f 1 -wi 4 -w 2 -i 4 -r 1 "$@"
exec "$java" -cp "$out/classes:target/classes:$(cat "$out/classpath")" org.openjdk.jmh.Main \
  -jvmArgs "-Xms1g -Xmx1g -XX:+UseParallelGC" -rff target/jmh/results.txt "$@"
