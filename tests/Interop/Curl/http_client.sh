#!/usr/bin/env bash
# A client of the HTTP door: curl.
# shellcheck source-path=SCRIPTDIR source=cases.sh
source "$(dirname "${BASH_SOURCE[0]}")/cases.sh"

# status CURL-ARGUMENT…: the status; the body goes to $scratch/body, the headers to $scratch/head.
status() { curl -sS --max-time 30 -o "$scratch/body" -D "$scratch/head" -w '%{http_code}' "$@"; }

body() { tr -d '\0' <"$scratch/body"; }

identity='{"inputs":[{"name":"x","datatype":"INT32","shape":[2],"data":[1,-2]}]}'

case_ready_and_metadata() {
  expect live 200 "$(status "$OI_HTTP/v2/health/live")"
  expect ready 200 "$(status "$OI_HTTP/v2/health/ready")"
  expect broken 400 "$(status "$OI_HTTP/v2/models/broken/ready")"
  expect server 200 "$(status "$OI_HTTP/v2")"
  expect name '*"name":"orleans-inference"*' "$(body)"
  expect HEAD 200 "$(status -I "$OI_HTTP/v2/models/digits")"
}

case_infer() {
  expect status 200 "$(status "$OI_HTTP/v2/models/identity_int32/infer" -d "$identity")"
  expect answer '*"data":\[1,-2\]*' "$(body)"
  expect type '*application/json*' "$(cat "$scratch/head")"
}

case_infer_without_prior_knowledge_of_http_2() {
  expect status 200 "$(status --http2 "$OI_HTTP/v2/models/identity_int32/infer" -d "$identity")"
  expect answer '*"data":\[1,-2\]*' "$(body)"
}

case_binary_data_from_a_file() {
  json='{"inputs":[{"name":"x","shape":[65536],"datatype":"UINT8","parameters":{"binary_data_size":65536}}],"parameters":{"binary_data_output":true}}'
  head -c 65536 /dev/urandom >"$scratch/data"
  { printf %s "$json"; cat "$scratch/data"; } >"$scratch/request"
  expect status 200 "$(status "$OI_HTTP/v2/models/identity_uint8/infer" -H "Inference-Header-Content-Length: ${#json}" --data-binary "@$scratch/request")"
  tail -c 65536 "$scratch/body" | cmp - "$scratch/data"
}

case_compression() {
  printf %s "$identity" | gzip >"$scratch/request.gz"
  expect status 200 "$(status "$OI_HTTP/v2/models/identity_int32/infer" -H 'Content-Encoding: gzip' --data-binary "@$scratch/request.gz")"
  expect answer '*"data":\[1,-2\]*' "$(body)"
  zeros=$(printf '0,%.0s' {1..2000})
  expect status 200 "$(status --compressed "$OI_HTTP/v2/models/identity_int32/infer" -d "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT32\",\"shape\":[2000],\"data\":[${zeros%,}]}]}")"
  expect coding '*[Cc]ontent-[Ee]ncoding: gzip*' "$(cat "$scratch/head")"
  expect answer "*${zeros%,}*" "$(body)"
}

case_a_large_body_after_100_continue() {
  head -c 4194304 /dev/zero >"$scratch/data"
  json='{"inputs":[{"name":"x","shape":[4194304],"datatype":"UINT8","parameters":{"binary_data_size":4194304}}],"parameters":{"binary_data_output":true}}'
  { printf %s "$json"; cat "$scratch/data"; } >"$scratch/request"
  expect status 200 "$(status -H 'Expect: 100-continue' "$OI_HTTP/v2/models/identity_uint8/infer" -H "Inference-Header-Content-Length: ${#json}" --data-binary "@$scratch/request")"
  expect continue '*100 Continue*' "$(cat "$scratch/head")"
  tail -c 4194304 "$scratch/body" | cmp - "$scratch/data"
}

case_chunks() {
  expect status 200 "$(status "$OI_HTTP/v2/models/identity_int32/infer" -H 'Transfer-Encoding: chunked' -d "$identity")"
  expect answer '*"data":\[1,-2\]*' "$(body)"
}

case_errors() {
  expect unknown 404 "$(status "$OI_HTTP/v2/models/nowhere/infer" -d "$identity")"
  expect text '{"error":"Request for unknown model*' "$(body)"
  expect malformed 400 "$(status "$OI_HTTP/v2/models/identity_int32/infer" -d '{"inputs":')"
  expect method 405 "$(status -X PUT "$OI_HTTP/v2/models/identity_int32/infer" -d "$identity")"
  expect allow '*Allow: POST*' "$(cat "$scratch/head")"
  expect shape 400 "$(status "$OI_HTTP/v2/models/identity_int32/infer" -d "${identity/\[2\]/[3]}")"
  expect shared_memory 501 "$(status "$OI_HTTP/v2/systemsharedmemory/status")"
  local mark="{\"inputs\":[{\"name\":\"mark\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":[$RANDOM$RANDOM]}]}"
  expect time 504 "$(status "$OI_HTTP/v2/models/hold/infer" -H 'Inference-Timeout-Microseconds: 100000' -d "$mark")"
  expect release 200 "$(status "$OI_HTTP/v2/models/release/infer" -d "$mark")"
}

case_many_at_once() {
  for i in {1..200}; do printf 'url = "%s/v2/models/identity_int32/infer"\noutput = "%s"\n' "$OI_HTTP" "$scratch/answer.$i"; done >"$scratch/config"
  curl -s --no-progress-meter --max-time 60 -Z --parallel-max 50 -w '%{http_code}\n' -d "$identity" -K "$scratch/config" >"$scratch/statuses"
  expect answers '200 200' "$(sort "$scratch/statuses" | uniq -c | xargs)"
  expect alike 1 "$(cat "$scratch"/answer.* | sed 's/}{/}\n{/g' | sort -u | wc -l)"
}

run_cases
