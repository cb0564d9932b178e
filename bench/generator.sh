# To be sourced, from anywhere: the load generator with its report. Plain javac, because of the tests only these are needed.
# generator-build builds it, and the distribution that it takes a library from, where they are not there or old. Then
# "${generator[@]}" with arguments runs it, and "${report[@]}" with a class and arguments a part of the report.
# GENERATOR_HEAP: options of its JVM.
generator_home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
generator=() report=()

generator-build() {
  local classes=$generator_home/target/bench client=$generator_home/it-tests/java libraries classpath
  "$generator_home/scripts/run" --help >/dev/null
  libraries=("$generator_home"/target/dist/webapps/presence/WEB-INF/lib/jackson-{core,databind,annotations}-*.jar)
  classpath=$classes:$(IFS=: && echo "${libraries[*]}")
  if [[ ! -f $classes/built || -n $(find "$generator_home/bench/java" "$client/org/sippresence/sipclient" \
    -newer "$classes/built" -print -quit) ]]; then
    rm -rf "$classes"
    mkdir -p "$classes"
    find "$generator_home/bench/java/org/sippresence/bench" -name '*.java' -not -path '*/jmh/*' -print0 \
      | xargs -0 javac -nowarn -d "$classes" -cp "$classpath" -sourcepath "$client"
    touch "$classes/built"
  fi
  # shellcheck disable=SC2206 # options are words
  generator=(java ${GENERATOR_HEAP--Xms512m -Xmx512m} -XX:+UseSerialGC -cp "$classpath" org.sippresence.bench.Bench)
  report=(java -cp "$classpath")
}
