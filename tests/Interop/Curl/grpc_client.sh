#!/usr/bin/env bash
# A client of the gRPC door: curl, with frames made by hand.
# shellcheck source-path=SCRIPTDIR source=cases.sh
source "$(dirname "${BASH_SOURCE[0]}")/cases.sh"

service=inference.GRPCInferenceService

# call METHOD HEX CURL-ARGUMENT…: a call with one message; the answer goes to $scratch/body, headers and trailers to $scratch/head.
call() {
  local method=$1 message=$2
  shift 2
  printf '%b' "$(printf '00%08x%s' $((${#message} / 2)) "$message" | sed 's/../\\x&/g')" >"$scratch/request"
  curl -sS --max-time 30 --http2-prior-knowledge -o "$scratch/body" -D "$scratch/head" -H 'Content-Type: application/grpc' -H 'TE: trailers' \
    --data-binary "@$scratch/request" "$@" "http://$OI_GRPC/$service/$method"
}

# trailer NAME: its value.
trailer() { tr -d '\r' <"$scratch/head" | sed -n "s/^$1: //p"; }

hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }

case_server_live() {
  call ServerLive ''
  expect answer 00000000020801 "$(hex "$scratch/body")"
  expect status 0 "$(trailer grpc-status)"
  expect HTTP 'HTTP/2 200*' "$(cat "$scratch/head")"
}

case_model_ready() {
  call ModelReady 0a06646967697473 # name: digits
  expect answer 00000000020801 "$(hex "$scratch/body")"
}

case_unknown_model() {
  call ModelMetadata 0a0178
  expect status 5 "$(trailer grpc-status)"
  expect message 'Request for unknown model*' "$(trailer grpc-message)"
}

case_a_message_that_is_no_protobuf() {
  call ModelInfer ffff
  expect status 13 "$(trailer grpc-status)"
}

case_http_1_is_told_so() {
  # Where only HTTP/2 is spoken there is no answer, but no hang either.
  ! curl -sS --http1.1 --max-time 10 -f "http://$OI_GRPC/$service/ServerLive" -d '' 2>/dev/null
}

run_cases
