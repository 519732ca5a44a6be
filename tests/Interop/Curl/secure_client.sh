#!/usr/bin/env bash
# A client of both doors over TLS: curl.
# shellcheck source-path=SCRIPTDIR source=cases.sh
source "$(dirname "${BASH_SOURCE[0]}")/cases.sh"

status() { curl -sS --max-time 30 --cacert "$OI_CA" -o "$scratch/body" -D "$scratch/head" -w '%{http_code} %{http_version}' "$@"; }

identity='{"inputs":[{"name":"x","datatype":"INT32","shape":[2],"data":[1,-2]}]}'
key='Authorization: Bearer all'

case_http_2_is_negotiated() {
  expect infer '200 2' "$(status "$OI_HTTP/v2/models/identity_int32/infer" -H "$key" -d "$identity")"
  expect answer '*"data":\[1,-2\]*' "$(cat "$scratch/body")"
  expect infer '200 1.1' "$(status --http1.1 "$OI_HTTP/v2/models/identity_int32/infer" -H "$key" -d "$identity")"
}

case_keys() {
  expect missing '401 2' "$(status "$OI_HTTP/v2/models/identity_int32/infer" -d "$identity")"
  expect challenge '*[Ww][Ww][Ww]-[Aa]uthenticate: Bearer*' "$(cat "$scratch/head")"
  expect wrong '401 2' "$(status "$OI_HTTP/v2/models/identity_int32/infer" -H 'Authorization: Bearer wrong' -d "$identity")"
  expect probe '200 2' "$(status "$OI_HTTP/v2/health/live")"
}

case_an_unknown_authority_is_not_trusted() {
  local code=0
  curl -sS --max-time 30 "$OI_HTTP/v2/health/live" 2>/dev/null || code=$?
  expect code 60 "$code"
}

case_old_versions_of_tls_are_refused() {
  ! curl -sS --max-time 30 --cacert "$OI_CA" --tls-max 1.1 "$OI_HTTP/v2/health/live" 2>/dev/null
}

case_without_tls_there_is_no_answer() {
  ! curl -sS --max-time 30 "${OI_HTTP/https/http}/v2/health/live" 2>/dev/null
}

case_mutual_tls() {
  expect with '200 2' "$(status --cert "$OI_CERTIFICATE" --key "$OI_KEY" "$OI_MUTUAL_HTTP/v2/models/identity_int32/infer" -d "$identity")"
  ! status "$OI_MUTUAL_HTTP/v2/health/live" 2>/dev/null
}

case_grpc() {
  printf '\0\0\0\0\0' >"$scratch/request"
  status "https://$OI_GRPC/inference.GRPCInferenceService/ServerLive" -H "$key" -H 'Content-Type: application/grpc' --data-binary "@$scratch/request"
  expect answer 00000000020801 "$(od -An -v -tx1 "$scratch/body" | tr -d ' \n')"
}

run_cases
