# shellcheck shell=bash
# What the comparisons share. Sourced, never run. The name of the one that runs is in $name.

work=$(mktemp -d)
started=()
cleanup() {
  # Each id is that of a whole process group: see launch.
  for pid in "${started[@]}"; do kill -TERM -- "-$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

launch() { # launch LOG COMMAND…: in a process group of its own, but in this session: the kernel shares the processors out by session
  set -m
  "${@:2}" < /dev/null > "$1" 2>&1 &
  started+=($!)
  set +m
}

await() { # await PID URL LOG [CURL-OPTION…]: until the URL answers 2xx, for two minutes at most
  for _ in $(seq 600); do
    if curl -sf -o /dev/null --max-time 2 "${@:4}" "$2"; then return; fi
    if ! kill -0 "$1" 2>/dev/null; then break; fi
    sleep 0.2
  done
  echo "$name: $2 does not answer; its output ends with:" >&2
  tail -20 "$3" >&2
  exit 1
}

build() { # build PROJECT: prints the path of the program
  local log
  log=$(dotnet build "$1" -c Release -v q -nologo 2>&1) || { printf '%s\n' "$log" >&2; exit 1; }
  local target
  target=$(dotnet msbuild "$1" -p:Configuration=Release -getProperty:TargetPath)
  echo "$target"
}

commit() { git rev-parse --short HEAD 2>/dev/null || echo unknown; }
