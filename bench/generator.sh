# To be sourced: the function generator runs the load generator with its arguments. Builds it if it is not there.
generator() {
  local root classes
  root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
  classes=$root/target/test-classes
  [[ -d $classes/org/sippresence/bench ]] || (cd "$root" && mvn -q -DskipTests -DskipITs verify)
  java -Xms512m -Xmx512m -XX:+UseSerialGC \
    -cp "$classes:$(printf '%s:' "$root"/target/dist/webapps/presence/WEB-INF/lib/jackson-{core,databind,annotations}-*.jar)" \
    org.sippresence.bench.Bench "$@"
}
