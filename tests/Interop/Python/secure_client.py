"""A client of both doors over TLS in Python: http.client with ssl, and grpcio."""
import http.client
import json
import os
import ssl
import urllib.parse

import grpc
import numpy as np

import grpc_service_pb2 as pb
import grpc_service_pb2_grpc as rpc
import health_pb2
import health_pb2_grpc
from cases import case, expect, run

BOUND = 60
CA = open(os.environ["OI_CA"], "rb").read()
CERTIFICATE, KEY = (open(os.environ[name], "rb").read() for name in ["OI_CERTIFICATE", "OI_KEY"])


def https(variable, path, body=None, key=None, certificate=False):
    """Status, headers and body."""
    context = ssl.create_default_context(cafile=os.environ["OI_CA"])
    if certificate:
        context.load_cert_chain(os.environ["OI_CERTIFICATE"], os.environ["OI_KEY"])
    connection = http.client.HTTPSConnection(urllib.parse.urlparse(os.environ[variable]).netloc, timeout=30, context=context)
    try:
        connection.request("POST" if body else "GET", path, body and json.dumps(body), {"Authorization": f"Bearer {key}"} if key else {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


BODY = {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1], "data": [1.5]}]}
REQUEST = pb.ModelInferRequest(model_name="identity_fp32", raw_input_contents=[np.float32([1.5]).tobytes()])
REQUEST.inputs.add(name="x", datatype="FP32", shape=[1])


def call(variable, credentials, key=None, message=REQUEST):
    """Infers on a channel of its own."""
    with grpc.secure_channel(os.environ[variable], credentials, [("grpc.use_local_subchannel_pool", 1)]) as channel:
        metadata = [("authorization", f"Bearer {key}")] if key else []
        return rpc.GRPCInferenceServiceStub(channel).ModelInfer(message, timeout=BOUND, metadata=metadata)


TLS = grpc.ssl_channel_credentials(CA)
MUTUAL = grpc.ssl_channel_credentials(CA, KEY, CERTIFICATE)


def refused(code, *arguments, **named):
    try:
        answer = call(*arguments, **named)
    except grpc.RpcError as error:
        expect(error.code() == code, "expected", code, "got", error)
        return error
    raise AssertionError(f"expected {code}, got {answer}")


@case
def a_key_over_a_certificate_of_a_custom_authority():
    expect(https("OI_HTTP", "/v2/models/identity_fp32/infer", BODY, "all")[0] == 200, "HTTP")
    expect(call("OI_GRPC", TLS, "all").raw_output_contents == [np.float32([1.5]).tobytes()], "gRPC")


@case
def call_credentials_carry_the_key():
    credentials = grpc.composite_channel_credentials(TLS, grpc.access_token_call_credentials("all"))
    expect(call("OI_GRPC", credentials).raw_output_contents == [np.float32([1.5]).tobytes()], "gRPC")


@case
def a_certificate_of_an_unknown_authority_is_not_trusted():
    refused(grpc.StatusCode.UNAVAILABLE, "OI_GRPC", grpc.ssl_channel_credentials(), "all")


@case
def without_a_key_or_with_a_wrong_one_nobody_infers():
    for key in [None, "wrong"]:
        status, _, body = https("OI_HTTP", "/v2/models/identity_fp32/infer", BODY, key)
        expect(status == 401 and json.loads(body)["error"], status, body)
        refused(grpc.StatusCode.UNAUTHENTICATED, "OI_GRPC", TLS, key)


@case
def probes_need_no_key():
    expect(https("OI_HTTP", "/v2/health/ready")[0] == 200, "HTTP")
    with grpc.secure_channel(os.environ["OI_GRPC"], TLS) as channel:
        answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=BOUND)
        expect(answer.status == health_pb2.HealthCheckResponse.SERVING, answer)


@case
def a_key_opens_its_models_and_scopes_only():
    for key in ["digits", "look"]:
        expect(https("OI_HTTP", "/v2/models/identity_fp32/infer", BODY, key)[0] == 403, key)
        refused(grpc.StatusCode.PERMISSION_DENIED, "OI_GRPC", TLS, key)


@case
def a_key_over_its_rate_is_told_when_to_come_back():
    expect(call("OI_GRPC", TLS, "one").raw_output_contents, "the first")
    error = refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "OI_GRPC", TLS, "one")
    expect(int({**dict(error.initial_metadata() or []), **dict(error.trailing_metadata())}["retry-after"]) >= 1, error)
    status, headers, _ = https("OI_HTTP", "/v2/models/identity_fp32/infer", BODY, "one")
    expect(status == 429 and int(headers["Retry-After"]) >= 1, status)


@case
def a_stream_asks_for_the_key_too():
    with grpc.secure_channel(os.environ["OI_GRPC"], TLS) as channel:
        stream = rpc.GRPCInferenceServiceStub(channel).ModelStreamInfer
        expect(len(list(stream(iter([REQUEST] * 3), timeout=BOUND, metadata=[("authorization", "Bearer all")]))) == 3, "with a key")
        try:
            list(stream(iter([REQUEST]), timeout=BOUND))
            raise AssertionError("answered without a key")
        except grpc.RpcError as error:
            expect(error.code() == grpc.StatusCode.UNAUTHENTICATED, error)


@case
def mutual_tls_asks_for_a_certificate():
    expect(https("OI_MUTUAL_HTTP", "/v2/models/identity_fp32/infer", BODY, certificate=True)[0] == 200, "HTTP")
    expect(call("OI_MUTUAL_GRPC", MUTUAL).raw_output_contents, "gRPC")
    refused(grpc.StatusCode.UNAVAILABLE, "OI_MUTUAL_GRPC", TLS)
    try:
        answer = https("OI_MUTUAL_HTTP", "/v2/health/live")
    except (ssl.SSLError, OSError):
        return
    raise AssertionError(f"a client without a certificate was answered: {answer}")


run()
