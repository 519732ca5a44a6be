"""A client of the HTTP door in Python: http.client and numpy."""
import concurrent.futures
import gzip
import http.client
import json
import os
import random
import threading
import urllib.parse
import zlib

import numpy as np

from cases import case, expect, run
from tensors import DATATYPES, NUMPY, edges, model, raw

ADDRESS = urllib.parse.urlparse(os.environ["OI_HTTP"]).netloc
EXPECTED = json.load(open(os.path.join(os.environ["OI_MODELS"], "expected", "digits.json")))
LENGTH = "Inference-Header-Content-Length"
_local = threading.local()


def call(method, path, body=None, headers={}, chunked=False):
    """Status, headers and body of one request on this thread's connection."""
    if not hasattr(_local, "connection"):
        _local.connection = http.client.HTTPConnection(ADDRESS, timeout=30)
    try:
        _local.connection.request(method, path, body, headers, encode_chunked=chunked)
        answer = _local.connection.getresponse()
        return answer.status, answer.headers, answer.read()
    except Exception:
        _local.connection.close()
        raise


def infer(name, body, headers={}):
    return call("POST", f"/v2/models/{name}/infer", body if isinstance(body, bytes) else json.dumps(body), headers)


def tensor(name, datatype, shape, data):
    return {"name": name, "datatype": datatype, "shape": shape, "data": data}


def binary_request(name, datatype, shape, data, **more):
    head = json.dumps({
        "inputs": [{"name": name, "datatype": datatype, "shape": shape, "parameters": {"binary_data_size": len(data)}}],
        "parameters": {"binary_data_output": True}, **more}).encode()
    return head + data, {LENGTH: str(len(head))}


def binary_answer(headers, body):
    """The JSON, and each output's bytes."""
    split = int(headers[LENGTH])
    answer, rest, data = json.loads(body[:split]), body[split:], {}
    for output in answer["outputs"]:
        size = output["parameters"]["binary_data_size"]
        data[output["name"]], rest = rest[:size], rest[size:]
    expect(rest == b"", "bytes after the last output:", len(rest))
    return answer, data


def refused(status, beginning, answer):
    expect(answer[0] == status, "expected", status, "got", answer[0], answer[2])
    error = json.loads(answer[2])["error"]
    expect(error.startswith(beginning), "expected a text that begins with", beginning, "got", error)


@case
def live_and_ready():
    for path in ["/v2/health/live", "/v2/health/ready", "/v2/models/digits/ready", "/v2/models/versions/versions/2/ready"]:
        expect(call("GET", path)[::2] == (200, b""), path)
    for path in ["/v2/models/nowhere/ready", "/v2/models/versions/versions/9/ready", "/v2/models/broken/ready"]:
        expect(call("GET", path)[::2] == (400, b""), path)


@case
def metadata_of_server_and_models():
    for path in ["/v2", "/v2/"]:
        server = json.loads(call("GET", path)[2])
        expect(server["name"] and server["version"] and "binary_tensor_data" in server["extensions"], server)
    digits = json.loads(call("GET", "/v2/models/digits")[2])
    expect(digits["inputs"] == [{"name": "image", "datatype": "FP32", "shape": [-1, 1, 8, 8]}], digits)
    expect(digits["outputs"] == [{"name": "probabilities", "datatype": "FP32", "shape": [-1, 10]}], digits)
    expect(digits["versions"] == ["1"] and digits["platform"] == "pytorch_libtorch", digits)
    versions = json.loads(call("GET", "/v2/models/versions")[2])
    expect(sorted(versions["versions"]) == ["1", "2"], versions)


@case
def binary_data_of_every_datatype_comes_back_unchanged():
    for datatype in DATATYPES:
        values = edges(datatype)
        for sent in [values, values[:0]]:
            body, headers = binary_request("x", datatype, [len(sent)], raw(sent))
            status, answered, content = infer(model(datatype), body, headers)
            expect(status == 200, datatype, content)
            answer, data = binary_answer(answered, content)
            expect(answer["outputs"][0]["datatype"] == datatype and answer["outputs"][0]["shape"] == [len(sent)], answer)
            expect(data["y"] == raw(sent), datatype, "sent", raw(sent)[:64], "got", data["y"][:64])


@case
def json_of_every_datatype_comes_back_unchanged():
    for datatype in NUMPY:
        if datatype == "FP16":
            continue
        values = edges(datatype)
        finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
        status, _, content = infer(model(datatype), {"inputs": [tensor("x", datatype, [len(finite)], finite.tolist())]})
        expect(status == 200, datatype, content)
        got = np.array(json.loads(content)["outputs"][0]["data"], values.dtype)
        expect(got.tobytes() == finite.tobytes(), datatype, "sent", finite, "got", got)
    words = ["", "a", "größer", "\u0000", "😀", '"\\/\n']
    status, _, content = infer(model("BYTES"), {"inputs": [tensor("x", "BYTES", [len(words)], words)]})
    expect(status == 200 and json.loads(content)["outputs"][0]["data"] == words, content)


@case
def values_that_json_has_no_number_for_are_named():
    body, headers = binary_request("x", "FP32", [3], np.array([np.nan, np.inf, -np.inf], np.float32).tobytes(), outputs=[{"name": "y", "parameters": {"binary_data": False}}])
    content = infer("identity_fp32", body, headers)[2]
    expect(json.loads(content)["outputs"][0]["data"] == ["NaN", "Infinity", "-Infinity"], content)


@case
def digits_answers_as_torch_in_python():
    for sample in EXPECTED["cases"]:
        content = infer("digits", {"inputs": sample["inputs"]})[2]
        got, expected = json.loads(content)["outputs"][0], sample["outputs"][0]
        expect(got["shape"] == expected["shape"] and np.allclose(got["data"], expected["data"], atol=1e-5), got)


@case
def classification_names_the_classes():
    sample = EXPECTED["cases"][0]
    content = infer("digits", {"inputs": sample["inputs"], "outputs": [{"name": "probabilities", "parameters": {"classification": 2}}]})[2]
    output = json.loads(content)["outputs"][0]
    value, index, label = output["data"][0].split(":")
    expect(output["datatype"] == "BYTES" and output["shape"] == [1, 2], output)
    expect(int(index) == int(np.argmax(sample["outputs"][0]["data"])) and label == index and abs(float(value) - max(sample["outputs"][0]["data"])) < 1e-5, output)


@case
def one_raw_tensor_without_json():
    image = np.array(EXPECTED["cases"][0]["inputs"][0]["data"], np.float32)
    status, headers, body = infer("digits", image.tobytes(), {LENGTH: "0"})
    expect(status == 200, body)
    _, data = binary_answer(headers, body)
    expect(np.allclose(np.frombuffer(data["probabilities"], np.float32), EXPECTED["cases"][0]["outputs"][0]["data"], atol=1e-5), data)


@case
def requested_outputs_ids_versions_and_parameters():
    inputs = [tensor("a", "FP32", [2], [1, 2]), tensor("b", "INT32", [1], [3])]
    answer = json.loads(infer("pair", {"id": "a/é 1", "inputs": inputs, "outputs": [{"name": "second"}], "parameters": {"mine": 1, "other": "x", "third": True, "fourth": 0.5}})[2])
    expect(answer["id"] == "a/é 1" and [output["name"] for output in answer["outputs"]] == ["second"], answer)
    answer = json.loads(infer("pair", {"inputs": inputs, "outputs": [{"name": "second"}, {"name": "first"}]})[2])
    expect([output["name"] for output in answer["outputs"]] == ["second", "first"], answer)
    for version in ["1", "2"]:
        answer = json.loads(call("POST", f"/v2/models/versions/versions/{version}/infer", json.dumps({"inputs": [tensor("x", "FP32", [1], [7])]}))[2])
        expect(answer["model_version"] == version, answer)


@case
def every_error_has_its_status_and_its_text():
    good = {"inputs": [tensor("x", "FP32", [1], [1])]}
    refused(404, "Request for unknown model", infer("nowhere", good))
    refused(404, "Request for unknown model", call("POST", "/v2/models/versions/versions/9/infer", json.dumps(good)))
    refused(404, "no such route", call("GET", "/v2/nowhere"))
    refused(405, "/v2/models/pair/infer takes POST", call("GET", "/v2/models/pair/infer"))
    refused(400, "input 'x' of model 'identity_fp32': expected FP32, got INT32", infer("identity_fp32", {"inputs": [tensor("x", "INT32", [1], [1])]}))
    refused(400, "input 'x' of model 'identity_fp32': expected shape [-1]", infer("identity_fp32", {"inputs": [tensor("x", "FP32", [1, 1], [1])]}))
    refused(400, "input 'x'", infer("identity_fp32", {"inputs": [tensor("x", "FP32", [2], [1])]}))
    refused(400, "unexpected input 'z'", infer("identity_fp32", {"inputs": [tensor("z", "FP32", [1], [1])]}))
    refused(400, "missing input 'b'", infer("pair", {"inputs": [tensor("a", "FP32", [1], [1])]}))
    refused(400, "unexpected output 'z'", infer("identity_fp32", {**good, "outputs": [{"name": "z"}]}))
    refused(400, "input 'image' of model 'digits': expected a batch of at most 64", infer("digits", {"inputs": [tensor("image", "FP32", [65, 1, 8, 8], [0] * 65 * 64)]}))
    refused(400, "", infer("identity_fp32", b"{"))
    refused(400, "", infer("identity_fp32", b""))
    refused(400, "the model has failed: 100 % ä\nas it should", infer("failing", good))
    refused(503, "", infer("broken", good))
    refused(415, "header Content-Encoding", infer("identity_fp32", good, {"Content-Encoding": "br"}))
    body, headers = binary_request("x", "FP32", [2], b"1234")
    refused(400, "input 'x': shape [2] of FP32 takes 8 bytes, got 4", infer("identity_fp32", body, headers))
    refused(400, "header Inference-Header-Content-Length", infer("identity_fp32", body, {LENGTH: "10000"}))
    body, headers = binary_request("x", "BYTES", [1], b"\xff\xff\xff\x7f")
    refused(400, "input 'x' element 0", infer("identity_string", body, headers))


@case
def a_body_over_the_limit_is_too_large():
    connection = http.client.HTTPConnection(ADDRESS, timeout=30)
    connection.putrequest("POST", "/v2/models/identity_fp32/infer")
    connection.putheader("Content-Length", str(1 << 30))
    connection.endheaders()
    answer = connection.getresponse()
    expect(answer.status == 413 and "MaxRequestBodyBytes" in json.loads(answer.read())["error"], answer.status)
    refused(413, "the body may inflate to at most", infer("identity_fp32", gzip.compress(b" " * (65 << 20), 1), {"Content-Encoding": "gzip"}))


@case
def sixteen_megabytes_there_and_back():
    values = np.random.default_rng(1).integers(0, 256, 16 << 20, np.uint8)
    body, headers = binary_request("x", "UINT8", [len(values)], values.tobytes())
    status, answered, content = infer("identity_uint8", body, headers)
    expect(status == 200, status)
    expect(binary_answer(answered, content)[1]["y"] == values.tobytes(), "other bytes")


@case
def a_chunked_body():
    body = json.dumps({"inputs": [tensor("x", "INT32", [3], [1, 2, 3])]}).encode()
    chunks = (body[i:i + 7] for i in range(0, len(body), 7))
    status, _, content = call("POST", "/v2/models/identity_int32/infer", chunks, {"Transfer-Encoding": "chunked"}, chunked=True)
    expect(status == 200 and json.loads(content)["outputs"][0]["data"] == [1, 2, 3], content)


@case
def compression_both_ways():
    values = list(range(2000))
    plain = json.dumps({"inputs": [tensor("x", "INT32", [len(values)], values)]}).encode()
    for coding, compress, decompress in [("gzip", gzip.compress, gzip.decompress), ("deflate", zlib.compress, zlib.decompress)]:
        status, headers, content = infer("identity_int32", compress(plain), {"Content-Encoding": coding, "Accept-Encoding": coding})
        expect(status == 200 and headers["Content-Encoding"] == coding, coding, status, headers["Content-Encoding"])
        expect(json.loads(decompress(content))["outputs"][0]["data"] == values, coding)
        refused(400, f"the body is not {coding} data", infer("identity_int32", b"no such data", {"Content-Encoding": coding}))


@case
def concurrent_requests_batch_and_get_each_their_own_answer():
    def one(i):
        values = np.array([[i, i + 0.25, -i, 0]], np.float32).repeat(1 + i % 3, 0)
        body, headers = binary_request("x", "FP32", list(values.shape), values.tobytes())
        _, data = binary_answer(*infer("batching", body, headers)[1:])
        expect(data["doubled"] == (2 * values).tobytes(), i, data)
        return max(np.frombuffer(data["batch"], np.int32)) > len(values)

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        expect(sum(pool.map(one, range(300))) > 0, "none was batched with another")


def hold(mark, **headers):
    return infer("hold", {"inputs": [tensor("mark", "INT64", [1], [mark])]}, headers)


def marks(name, mark):
    return json.loads(infer(name, {"inputs": [tensor("mark", "INT64", [1], [mark])]})[2])["outputs"][0]["data"]


@case
def a_request_whose_time_is_up_is_answered_and_never_runs():
    first, second = random.sample(range(1 << 40), 2)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold, first)
        marks("started", first)
        try:
            refused(504, "", hold(second, **{"Inference-Timeout-Microseconds": "100000"}))
        finally:
            ran = marks("release", first)
        expect(held.result()[0] == 200 and second not in ran, ran)
        expect(second not in marks("release", first), "the request ran after its time")


def leaves_the_queue():
    """Whether a request did not run whose client went away while another ran."""
    first, second = random.sample(range(1 << 40), 2)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold, first)
        marks("started", first)
        connection = http.client.HTTPConnection(ADDRESS, timeout=30)
        connection.request("POST", "/v2/models/hold/infer", json.dumps({"inputs": [tensor("mark", "INT64", [1], [second])]}))
        call("GET", "/v2/health/live")
        connection.close()
        call("GET", "/v2/health/live")
        marks("release", second)
        marks("release", first)
        expect(held.result()[0] == 200, held.result())
    expect(hold(first)[0] == 200, "the next request was not answered")
    return second not in marks("release", first)


@case
def a_request_whose_client_has_gone_leaves_the_queue():
    # The server may learn of it after the other request has ended; not each time.
    expect(any(leaves_the_queue() for _ in range(20)), "each request ran without its client")


@case
def a_full_queue_says_when_to_come_back():
    mark = random.randrange(1 << 40)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(infer, "narrow", {"inputs": [tensor("mark", "INT64", [1], [mark])]}) for _ in range(8)]
        concurrent.futures.wait(calls, timeout=20, return_when=concurrent.futures.FIRST_COMPLETED)
        marks("release", mark)
        answers = [future.result() for future in calls]
    full = [answer for answer in answers if answer[0] == 429]
    expect(full and all(answer[0] in (200, 429) for answer in answers), [answer[0] for answer in answers])
    expect(int(full[0][1]["Retry-After"]) >= 1 and json.loads(full[0][2])["error"], full[0][2])


@case
def the_repository_index_tells_what_is_broken():
    index = {(entry["name"], entry["version"]): entry for entry in json.loads(call("POST", "/v2/repository/index")[2])}
    expect(index["digits", "1"]["state"] == "READY" and index["versions", "2"]["state"] == "READY", index)
    expect(index["broken", "1"]["state"] == "UNAVAILABLE" and index["broken", "1"]["reason"], index["broken", "1"])


run()
