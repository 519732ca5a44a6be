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

build() { # build PROJECT [-p:NAME=VALUE…]: prints the path of the program
  local log
  log=$(dotnet build "$@" -c Release -v q -nologo 2>&1) || { printf '%s\n' "$log" >&2; exit 1; }
  local target
  target=$(dotnet msbuild "$@" -p:Configuration=Release -getProperty:TargetPath)
  echo "$target"
}

commit() { git rev-parse --short HEAD 2>/dev/null || echo unknown; }

with_torch() { # with_torch COMMAND…: becomes the command, in the environment of a process that runs models; for launch and attend
  # shellcheck source=/dev/null
  source eng/lib.sh
  take_bindings
  torch_environment
  exec "$@"
}

attend() { # attend COMMAND…: in a process group of its own, so that what it starts ends with it; its status is the command's
  set -m
  "$@" < /dev/null &
  started+=($!)
  set +m
  wait "$!"
}

make_repository() { # make_repository FOLDER REPLICAS MODEL,…: the models of the benchmarks, each with as many replicas
  local made=() model models
  mkdir -p "$1"
  IFS=, read -ra models <<< "$3"
  for model in "${models[@]}"; do
    if [[ -d models/repository/$model ]]; then cp -r "models/repository/$model" "$1/"; else made+=("$model"); fi
  done
  if ((${#made[@]})); then
    /usr/bin/python3 -c 'import torch' 2>/dev/null || { echo "$name: python3-torch is not installed; apt-get install python3-torch" >&2; exit 1; }
    /usr/bin/python3 bench/models/make_bench_models.py "$1" "${made[@]}" > "$work/models.log" || exit 1
  fi
  sed -i -E "s/^( *count:) *[0-9]+/\\1 $2/" "$1"/*/config.pbtxt
}

start_server() { # start_server HTTP-PORT OPTION…: ./serve, or what SERVE says; its process group is then the last that was started
  local serve
  read -ra serve <<< "${SERVE:-./serve}"
  launch "$work/serve.log" "${serve[@]}" --http-port "$1" "${@:2}"
  await "${started[-1]}" "http://127.0.0.1:$1/v2/health/ready" "$work/serve.log"
}
