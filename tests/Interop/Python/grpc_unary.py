"""A client of the gRPC door in Python, one call at a time: grpcio with stubs of its own."""
import json
import os
import time

import grpc
import numpy as np

import grpc_service_pb2 as pb
from cases import case, expect, run
from grpc_calls import BOUND, channel, connect, infer, mark_request, marks, new_mark, numbers, output, refused, request, rpc, stub
from tensors import DATATYPES, edges, model, raw, texts

EXPECTED = json.load(open(os.path.join(os.environ["OI_MODELS"], "expected", "digits.json")))
INVALID = grpc.StatusCode.INVALID_ARGUMENT
NOT_FOUND = grpc.StatusCode.NOT_FOUND


@case
def live_and_ready():
    expect(stub.ServerLive(pb.ServerLiveRequest(), timeout=BOUND).live, "not live")
    expect(stub.ServerReady(pb.ServerReadyRequest(), timeout=BOUND).ready, "not ready")
    for name, version, ready in [("digits", "", True), ("versions", "2", True), ("broken", "", False), ("nowhere", "", False), ("versions", "9", False)]:
        expect(stub.ModelReady(pb.ModelReadyRequest(name=name, version=version), timeout=BOUND).ready == ready, name, version)


@case
def metadata_of_server_and_models():
    server = stub.ServerMetadata(pb.ServerMetadataRequest(), timeout=BOUND)
    expect(server.name and server.version and "classification" in server.extensions, server)
    digits = stub.ModelMetadata(pb.ModelMetadataRequest(name="digits"), timeout=BOUND)
    expect(digits.name == "digits" and digits.platform == "pytorch_libtorch" and list(digits.versions) == ["1"], digits)
    expect([(tensor.name, tensor.datatype, list(tensor.shape)) for tensor in digits.inputs] == [("image", "FP32", [-1, 1, 8, 8])], digits)
    expect([(tensor.name, tensor.datatype, list(tensor.shape)) for tensor in digits.outputs] == [("probabilities", "FP32", [-1, 10])], digits)
    versions = stub.ModelMetadata(pb.ModelMetadataRequest(name="versions", version="1"), timeout=BOUND)
    expect(sorted(versions.versions) == ["1", "2"], versions)
    refused(NOT_FOUND, "Request for unknown model", lambda: stub.ModelMetadata(pb.ModelMetadataRequest(name="nowhere"), timeout=BOUND))


@case
def raw_contents_of_every_datatype_come_back_unchanged():
    for datatype in DATATYPES:
        for values in [edges(datatype), edges(datatype)[:0]]:
            answer = infer(request(model(datatype), ("x", datatype, [len(values)], raw(values))))
            expect(answer.outputs[0].datatype == datatype and list(answer.outputs[0].shape) == [len(values)], answer.outputs[0])
            expect(not answer.outputs[0].HasField("contents"), "contents beside raw contents")
            expect(output(answer, "y") == raw(values), datatype, "sent", raw(values)[:64], "got", output(answer, "y")[:64])
    expect(texts(output(answer, "y")) == [], "texts")


CONTENTS = {
    "BOOL": "bool_contents", "UINT8": "uint_contents", "UINT16": "uint_contents", "UINT32": "uint_contents", "UINT64": "uint64_contents",
    "INT8": "int_contents", "INT16": "int_contents", "INT32": "int_contents", "INT64": "int64_contents", "FP32": "fp32_contents",
    "FP64": "fp64_contents", "BYTES": "bytes_contents",
}


def typed(name, datatype, shape, field, values):
    message = pb.ModelInferRequest(model_name=name)
    getattr(message.inputs.add(name="x", datatype=datatype, shape=shape).contents, field).extend(values)
    return message


@case
def typed_contents_of_every_datatype_come_back_as_raw_contents():
    for datatype, field in CONTENTS.items():
        for values in [edges(datatype), edges(datatype)[:0]]:
            plain = values if isinstance(values, list) else values.tolist()
            answer = infer(typed(model(datatype), datatype, [len(values)], field, plain))
            expect(output(answer, "y") == raw(values), datatype, "sent", raw(values)[:64], "got", output(answer, "y")[:64])


@case
def typed_contents_that_do_not_fit_are_refused():
    for datatype, field, value in [("UINT8", "uint_contents", 256), ("INT8", "int_contents", -129), ("UINT16", "uint_contents", 65536), ("INT16", "int_contents", 32768)]:
        refused(INVALID, "input 'x'", lambda: infer(typed(model(datatype), datatype, [1], field, [value])))
    refused(INVALID, "unexpected explicit tensor data", lambda: infer(typed("identity_fp32", "FP32", [1], "fp64_contents", [1])))
    refused(INVALID, "input 'x'", lambda: infer(typed("identity_fp16", "FP16", [1], "fp32_contents", [1])))
    refused(INVALID, "input 'x'", lambda: infer(typed("identity_fp32", "FP32", [3], "fp32_contents", [1, 2])))


@case
def raw_and_typed_contents_together_are_refused():
    message = typed("identity_fp32", "FP32", [1], "fp32_contents", [1])
    message.raw_input_contents.append(b"1234")
    refused(INVALID, "", lambda: infer(message))


@case
def digits_answers_as_torch_in_python():
    for sample in EXPECTED["cases"]:
        image, expected = sample["inputs"][0], sample["outputs"][0]
        answer = infer(request("digits", ("image", "FP32", image["shape"], np.array(image["data"], np.float32).tobytes())))
        expect(list(answer.outputs[0].shape) == expected["shape"], answer.outputs[0])
        expect(np.allclose(np.frombuffer(output(answer, "probabilities"), np.float32), expected["data"], atol=1e-5), expected)


@case
def classification_names_the_classes():
    image, expected = EXPECTED["cases"][0]["inputs"][0], EXPECTED["cases"][0]["outputs"][0]
    message = request("digits", ("image", "FP32", image["shape"], np.array(image["data"], np.float32).tobytes()))
    message.outputs.add(name="probabilities").parameters["classification"].int64_param = 3
    answer = infer(message)
    classes = [text.decode().split(":") for text in texts(output(answer, "probabilities"))]
    expect(answer.outputs[0].datatype == "BYTES" and list(answer.outputs[0].shape) == [1, 3], answer.outputs[0])
    expect(classes[0][1] == classes[0][2] == str(int(np.argmax(expected["data"]))), classes)
    expect([float(value) for value, _, _ in classes] == sorted((float(value) for value, _, _ in classes), reverse=True), classes)


@case
def requested_outputs_ids_versions_and_parameters():
    tensors = [("a", "FP32", [2], np.array([1, 2], np.float32).tobytes()), ("b", "INT32", [1], np.array([3], np.int32).tobytes())]
    message = request("pair", *tensors, id="a/é 1")
    message.outputs.add(name="second")
    for name, field, value in [("mine", "int64_param", 1), ("other", "string_param", "x"), ("third", "bool_param", True), ("fourth", "double_param", 0.5), ("fifth", "uint64_param", 1)]:
        setattr(message.parameters[name], field, value)
    answer = infer(message)
    expect(answer.id == "a/é 1" and answer.model_name == "pair" and [tensor.name for tensor in answer.outputs] == ["second"], answer)
    message = request("pair", *tensors)
    message.outputs.add(name="second")
    message.outputs.add(name="first")
    answer = infer(message)
    expect([tensor.name for tensor in answer.outputs] == ["second", "first"] and output(answer, "second") == tensors[1][3], answer)
    answer = infer(request("pair", *reversed(tensors)))
    expect(output(answer, "first") == tensors[0][3] and output(answer, "second") == tensors[1][3], "inputs in another order", answer)
    for version in ["1", "2"]:
        expect(infer(numbers("versions", np.float32([7]), model_version=version)).model_version == version, version)


@case
def every_error_has_its_status_and_its_text():
    one = np.float32([1])
    refused(NOT_FOUND, "Request for unknown model", lambda: infer(numbers("nowhere", one)))
    refused(NOT_FOUND, "Request for unknown model", lambda: infer(numbers("versions", one, model_version="9")))
    refused(INVALID, "input 'x' of model 'identity_fp32': expected FP32, got INT32", lambda: infer(numbers("identity_fp32", np.int32([1]))))
    refused(INVALID, "input 'x' of model 'identity_fp32': expected shape [-1]", lambda: infer(numbers("identity_fp32", one.reshape(1, 1))))
    refused(INVALID, "input 'x': shape [2] of FP32 takes 8 bytes, got 4", lambda: infer(request("identity_fp32", ("x", "FP32", [2], b"1234"))))
    refused(INVALID, "input 'x': dimension 0", lambda: infer(request("identity_fp32", ("x", "FP32", [-1], b"1234"))))
    refused(INVALID, "datatype of input 'x'", lambda: infer(request("identity_fp32", ("x", "FLOAT", [1], b"1234"))))
    refused(INVALID, "unexpected input 'z'", lambda: infer(request("identity_fp32", ("z", "FP32", [1], b"1234"))))
    refused(INVALID, "missing input 'b'", lambda: infer(request("pair", ("a", "FP32", [1], b"1234"))))
    refused(INVALID, "input 'x' element 0", lambda: infer(request("identity_string", ("x", "BYTES", [1], b"\xff\xff\xff\x7f"))))
    refused(INVALID, "input 'image' of model 'digits': expected a batch of at most 64", lambda: infer(request("digits", ("image", "FP32", [65, 1, 8, 8], bytes(65 * 256)))))
    message = numbers("identity_fp32", one)
    message.outputs.add(name="z")
    refused(INVALID, "unexpected output 'z'", lambda: infer(message))
    message = numbers("identity_fp32", one)
    message.raw_input_contents.append(b"")
    refused(INVALID, "", lambda: infer(message))
    message = numbers("identity_fp32", one)
    message.parameters["sequence_id"].int64_param = 1
    refused(INVALID, "parameter 'sequence_id'", lambda: infer(message))
    refused(INVALID, "the model has failed: 100 % ä\nas it should", lambda: infer(numbers("failing", one)))
    refused(grpc.StatusCode.UNAVAILABLE, "", lambda: infer(numbers("broken", one)))


@case
def a_message_that_is_no_protobuf_is_refused():
    call = channel.unary_unary("/inference.GRPCInferenceService/ModelInfer")
    for body in [b"\xff", b"\x2a\xff\xff\xff\xff\x0f", b"\x0a\x02\xff\xfe"]:
        refused(grpc.StatusCode.INTERNAL, "the message is not a valid inference.ModelInferRequest", lambda: call(body, timeout=BOUND))


@case
def methods_that_are_not_there_are_unimplemented():
    for path in ["/inference.GRPCInferenceService/TraceSetting", "/inference.GRPCInferenceService/SystemSharedMemoryStatus", "/nowhere.Service/Method"]:
        refused(grpc.StatusCode.UNIMPLEMENTED, "", lambda: channel.unary_unary(path)(b"", timeout=BOUND))


@case
def a_message_over_the_limit_is_refused():
    with connect(("grpc.max_send_message_length", -1)) as unlimited:
        call = unlimited.unary_unary("/inference.GRPCInferenceService/ModelInfer")
        refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "", lambda: call(bytes(65 << 20), timeout=BOUND))


@case
def sixteen_megabytes_there_and_back():
    values = np.random.default_rng(1).integers(0, 256, 16 << 20, np.uint8)
    expect(output(infer(numbers("identity_uint8", values)), "y") == values.tobytes(), "other bytes")


@case
def compression_both_ways():
    values = np.arange(100_000, dtype=np.int32)
    expect(output(infer(numbers("identity_int32", values), compression=grpc.Compression.Gzip), "y") == values.tobytes(), "other bytes")
    with connect(("grpc.default_compression_algorithm", 2)) as compressed:
        call = rpc.GRPCInferenceServiceStub(compressed).ModelInfer.with_call
        answer, ended = call(numbers("identity_int32", values), timeout=BOUND)
        expect(output(answer, "y") == values.tobytes(), "other bytes")
    refused(grpc.StatusCode.UNIMPLEMENTED, "", lambda: infer(numbers("identity_int32", values), compression=grpc.Compression.Deflate))


@case
def concurrent_calls_batch_and_get_each_their_own_answer():
    def values(i):
        return np.array([[i, i + 0.25, -i, 0]], np.float32).repeat(1 + i % 3, 0)

    calls = [stub.ModelInfer.future(numbers("batching", values(i)), timeout=BOUND) for i in range(500)]
    together = 0
    for i, call in enumerate(calls):
        expect(output(call.result(), "doubled") == (2 * values(i)).tobytes(), i)
        together += max(np.frombuffer(output(call.result(), "batch"), np.int32)) > len(values(i))
    expect(together > 0, "none was batched with another")


@case
def two_thousand_calls_at_once_on_one_connection():
    with connect() as one:
        call = rpc.GRPCInferenceServiceStub(one).ModelInfer
        calls = [call.future(numbers("identity_fp64", np.float64([i, 0.5])), timeout=BOUND) for i in range(2000)]
        for i, future in enumerate(calls):
            expect(np.frombuffer(output(future.result(), "y"), np.float64).tolist() == [i, 0.5], i)


def expires_in_the_queue():
    """Whether a call did not run whose deadline passed while another ran."""
    first, second = new_mark(), new_mark()
    held = stub.ModelInfer.future(mark_request("hold", first), timeout=BOUND)
    marks("started", first)
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, "", lambda: stub.ModelInfer(mark_request("hold", second), timeout=0.1))
    marks("release", second)
    marks("release", first)
    held.result()
    infer(mark_request("hold", first))
    return second not in marks("release", first)


@case
def a_call_whose_deadline_passes_leaves_the_queue():
    # The client's clock started first, so the other call may end before the server's time is up; not each time.
    expect(any(expires_in_the_queue() for _ in range(20)), "each call ran though its deadline had passed")


def leaves_the_queue():
    """Whether a call did not run that was cancelled while another ran."""
    first, second = new_mark(), new_mark()
    held = stub.ModelInfer.future(mark_request("hold", first), timeout=BOUND)
    marks("started", first)
    waiting = stub.ModelInfer.future(mark_request("hold", second), timeout=BOUND)
    marks("started", first)
    expect(waiting.cancel() and waiting.code() == grpc.StatusCode.CANCELLED, "not cancelled", waiting)
    marks("release", second)
    marks("release", first)
    held.result()
    infer(mark_request("hold", first))
    return second not in marks("release", first)


@case
def a_cancelled_call_leaves_the_queue():
    # The server may learn of it after the other call has ended; not each time.
    expect(any(leaves_the_queue() for _ in range(20)), "each call ran though it was cancelled")


@case
def a_full_queue_exhausts_a_resource():
    mark = new_mark()
    calls = [stub.ModelInfer.future(mark_request("narrow", mark), timeout=BOUND) for _ in range(8)]
    time_left = time.monotonic() + 20
    while not any(call.done() for call in calls) and time.monotonic() < time_left:
        marks("started", mark)
    marks("release", mark)
    codes = [call.code() for call in calls]
    expect(grpc.StatusCode.RESOURCE_EXHAUSTED in codes and set(codes) <= {grpc.StatusCode.OK, grpc.StatusCode.RESOURCE_EXHAUSTED}, codes)


@case
def pings_keep_a_silent_connection():
    with connect(("grpc.keepalive_time_ms", 100), ("grpc.keepalive_timeout_ms", 5000), ("grpc.keepalive_permit_without_calls", 1), ("grpc.http2.max_pings_without_data", 0)) as pinging:
        mark = new_mark()
        held = rpc.GRPCInferenceServiceStub(pinging).ModelInfer.future(mark_request("hold", mark), timeout=BOUND)
        marks("started", mark)
        try:
            held.result(timeout=1)  # ten pings
        except grpc.FutureTimeoutError:
            pass
        finally:
            marks("release", mark)
        expect(held.code() == grpc.StatusCode.OK, held)


@case
def metadata_of_a_client_does_no_harm():
    infer(numbers("identity_fp32", np.float32([1])), metadata=[("x-request-id", "1"), ("trace-bin", b"\x00\xff"), ("x-long", "a" * 4000)])


run()
