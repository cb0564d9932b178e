# Shared by the scripts that build; to be sourced.

# Ends the script with one clear line if the JDK or Maven is missing or too old.
need_build_tools() {
  local versions java_version maven_version
  if ! command -v mvn >/dev/null; then
    echo "FAILED: Maven is missing: install Maven 3.8 or newer and a JDK 17 or newer" >&2
    exit 1
  fi
  # e.g. "Apache Maven 3.8.7" and "Java version: 17.0.15, vendor: ..."
  versions=$(mvn --version 2>&1 || true)
  maven_version=$(sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p' <<<"$versions")
  java_version=$(sed -n 's/^Java version: \([0-9]*\).*/\1/p' <<<"$versions")
  if [[ -z $java_version || $java_version -lt 17 ]]; then
    echo "FAILED: Maven runs on Java ${java_version:-?}: install a JDK 17 or newer, or set JAVA_HOME" >&2
    exit 1
  fi
  if [[ $(printf '%s\n' 3.8 "$maven_version" | sort -V | head -n 1) != 3.8 ]]; then
    echo "FAILED: Maven $maven_version is too old: install Maven 3.8 or newer" >&2
    exit 1
  fi
}

# Prints how many tests the reports in a directory tell of. Each is an element of its own: Surefire writes tests="0" at the class
# that has nested classes with tests.
tests_in() {
  find "$1" -name 'TEST-*.xml' -exec cat {} + 2>/dev/null | grep -c '^ *<testcase ' || true
}
