# shellcheck shell=bash
# What ./serve, ./test, ./oi and eng/probe share. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# A build node that outlives its build would hold our output pipe open.
export MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*" >&2; }
die() { printf '%s\n' "$@" >&2; exit 1; }

# quietly MESSAGE COMMAND…: shows the command's output only where it fails, and ends there with the message.
quietly() {
  local message=$1 output_of_it
  shift
  output_of_it=$("$@" 2>&1 </dev/null) || die "$output_of_it" "$message"
}

need_dotnet() {
  dotnet --list-sdks 2>/dev/null | grep -qE '^[1-9][0-9]+\.' && return
  die "The .NET SDK 10 is not on PATH. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 or with" \
      "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0   # then: export PATH=\"\$HOME/.dotnet:\$PATH\""
}

# install_packages NAME…: Debian packages that are lacking, by root; anyone else is told what to install.
install_packages() {
  local package lacking=()
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || lacking+=("$package")
  done
  ((${#lacking[@]})) || return 0
  command -v apt-get >/dev/null || die "These Debian packages are needed, and there is no apt-get here: ${lacking[*]}"
  ((EUID == 0)) || die "These Debian packages are needed; run this as root, or install them first:" \
                       "  sudo apt-get install ${lacking[*]}"
  say "Installing ${lacking[*]}"
  export DEBIAN_FRONTEND=noninteractive
  quietly "apt-get could not fetch its package lists." apt-get -q update
  quietly "apt-get could not install ${lacking[*]}." apt-get -qy install --no-install-recommends "${lacking[@]}"
}

# What the LibTorch binding needs to build and to run. TorchSharp brings its own native library.
# The -openmp build of OpenBLAS, never -pthread: that one spins and ignores the thread count that torch sets.
install_torch() {
  [[ $torch == LibTorch && -z ${LibTorchRoot:-} ]] || return 0   # LibTorchRoot: a libtorch of the user's own
  install_packages libtorch-dev libopenblas0-openmp g++
}

# The clients of tests/Interop, and the Redis of tests that start a cluster. Where one can't be installed its tests are skipped with the reason, so nothing here ends the script.
install_clients() {
  local lacking=()
  /usr/bin/python3 -c 'import grpc, numpy, google.protobuf' 2>/dev/null || lacking+=(python3-grpcio python3-protobuf python3-numpy)
  command -v protoc >/dev/null || lacking+=(protobuf-compiler)
  command -v grpc_python_plugin >/dev/null || lacking+=(protobuf-compiler-grpc)
  command -v node >/dev/null || lacking+=(nodejs)
  command -v npm >/dev/null || lacking+=(npm)
  command -v curl >/dev/null || lacking+=(curl)
  command -v redis-server >/dev/null || [[ $engine != Orleans ]] || lacking+=(redis-server)
  ((${#lacking[@]} == 0)) || (install_packages "${lacking[@]}") || say "Without them, some tests are skipped."
}

# take_bindings ARG…: takes --engine and --torch out of the arguments; leaves the others in `rest`.
# Sets `engine` and `torch` from them or from the probe, `bindings` to the properties that a build needs,
# and `output` to the folder where it puts what it builds.
take_bindings() {
  engine="" torch="" rest=()
  while (($#)); do
    case $1 in
      --engine|--torch) (($# > 1)) || die "$1 needs a value"; set_binding "$1" "$2"; shift 2 ;;
      --engine=*|--torch=*) set_binding "${1%%=*}" "${1#*=}"; shift ;;
      *) rest+=("$1"); shift ;;
    esac
  done
  bindings=()
  [[ -z $engine ]] || bindings+=("-p:GrainEngine=$engine")
  [[ -z $torch ]] || bindings+=("-p:TorchBinding=$torch")
  if [[ -z $engine || -z $torch ]]; then
    "$root/eng/probe" --quiet
    : "${engine:=$(binding GrainEngine)}" "${torch:=$(binding TorchBinding)}"
  fi
  output=$root/artifacts/$engine-$torch
}

# choose_engine NAME: another engine than the bindings have.
choose_engine() {
  engine=$1 bindings=("-p:GrainEngine=$1" "-p:TorchBinding=$torch")
  output=$root/artifacts/$engine-$torch
}

set_binding() {
  case $1:${2,,} in
    --engine:orleans) engine=Orleans ;;
    --engine:embedded) engine=Embedded ;;
    --torch:torchsharp) torch=TorchSharp ;;
    --torch:libtorch) torch=LibTorch ;;
    --engine:*) die "--engine $2: expected orleans or embedded" ;;
    --torch:*) die "--torch $2: expected torchsharp or libtorch" ;;
  esac
}

# binding NAME: one property of the kept answer.
binding() { sed -nE "s|.*<$1( [^>]*)?>(.*)</$1>.*|\2|p" "$root/artifacts/bindings.props"; }

# unchanged_since STAMP: whether no source is newer than it. A folder's time changes when a file in it comes or goes.
unchanged_since() {
  [[ -e $1 && -z $(find "$root" \( -name .git -o -path "$root/artifacts" -o -path "$root/models" -o -name bin -o -name obj \) -prune \
      -o \( -type d ! -path "$root" -o -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.sln' -o -iname 'nuget.config' \
            -o -name '*.cpp' -o -name '*.h' -o -name '*.proto' -o -name '.editorconfig' \) -newer "$1" -print -quit) ]]
}

# build TARGET: a project or the solution in Release, unless it, or the solution, was built since anything changed.
build() {
  local name stamp
  name=$(basename "$1")
  # Another libtorch than last time.
  [[ $(cat "$output/.libtorch" 2>/dev/null) == "${LibTorchRoot:-}" ]] || rm -f "$output"/.built-*
  stamp=$output/.built-${name%.*}
  if unchanged_since "$stamp" || unchanged_since "$output/.built-OrleansInference"; then return; fi
  need_dotnet
  say "Building ${name%.*} (GrainEngine=$engine, TorchBinding=$torch)"
  mkdir -p "$output"
  printf '%s\n' "${LibTorchRoot:-}" > "$output/.libtorch"
  touch "$stamp.new"
  quietly "The build failed. Where packages could not be found, ask the feeds again: eng/probe --again" \
    dotnet build "$root/$1" -c Release -v quiet -tl:off -clp:NoSummary "${bindings[@]}"
  mv "$stamp.new" "$stamp"
}

# Environment of a process that runs models.
torch_environment() {
  # libgomp's default spin stalls forward passes for half a second where threads outnumber cores; none at all loses the speed-up.
  export GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-10000}
  # All of BLAS and LAPACK from the -openmp build, whatever the system's alternatives point to.
  local openblas
  for openblas in /usr/lib/*/openblas-openmp; do
    if [[ $torch == LibTorch && -d $openblas ]]; then export LD_LIBRARY_PATH=$openblas${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}; fi
  done
}
