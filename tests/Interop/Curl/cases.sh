# shellcheck shell=bash
# Runs the cases of a script, the functions case_…, and prints a line of JSON for each. A case fails with the first command that fails;
# what it printed tells why. Sourced, never run.

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# quoted TEXT: as a JSON string.
quoted() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\t'/\\t}
  printf '"%s"' "${text//[[:cntrl:]]/ }"
}

# expect WHAT EXPECTED ACTUAL: fails where they differ; the expected may be a pattern.
expect() {
  # shellcheck disable=SC2053 # a pattern
  [[ $3 == $2 ]] || { printf '%s: expected %s, got %s\n' "$1" "$2" "$3"; return 1; }
}

run_cases() {
  local name said status
  for name in $(compgen -A function case_); do
    said=$(set -eo pipefail; "$name" 2>&1)
    status=$? # not in the condition itself: there bash ignores -e
    if ((status == 0)); then
      printf '{"name": "%s", "ok": true, "detail": ""}\n' "${name#case_}"
    else
      printf '{"name": "%s", "ok": false, "detail": %s}\n' "${name#case_}" "$(quoted "$said")"
    fi
  done
}
