"""A client of the gRPC door in Python that keeps streams open: ModelStreamInfer, health, reflection."""
import queue

import grpc
import numpy as np
from google.protobuf import descriptor_pb2, descriptor_pool

import health_pb2
import health_pb2_grpc
import reflection_pb2
import reflection_pb2_grpc
import reflection_v1alpha_pb2
import reflection_v1alpha_pb2_grpc
from cases import case, expect, run
from grpc_calls import BOUND, channel, connect, infer, mark_request, marks, new_mark, numbers, output, refused, rpc, stub


def answers(requests, **options):
    return list(stub.ModelStreamInfer(iter(requests), timeout=BOUND, **options))


class Sender:
    """Requests of a stream that are decided on while it runs."""

    def __init__(self):
        self._queue = queue.Queue()

    def send(self, message):
        self._queue.put(message)

    def close(self):
        self._queue.put(None)

    def __iter__(self):
        return iter(self._queue.get, None)


@case
def many_requests_on_one_stream():
    got = answers([numbers("identity_fp32", np.float32([i, -i]), id=str(i)) for i in range(500)])
    expect(not any(answer.error_message for answer in got), got[0])
    by_id = {answer.infer_response.id: output(answer.infer_response, "y") for answer in got}
    expect(len(got) == 500 and all(by_id[str(i)] == np.float32([i, -i]).tobytes() for i in range(500)), len(got))


@case
def an_error_in_the_middle_ends_only_its_request():
    got = answers([
        numbers("identity_fp32", np.float32([1]), id="1"), numbers("nowhere", np.float32([1]), id="2"), numbers("failing", np.float32([1]), id="3"),
        numbers("identity_fp32", np.int32([1]), id="4"), numbers("identity_fp32", np.float32([5]), id="5")])
    errors = {answer.infer_response.id: answer.error_message for answer in got}
    expect(len(got) == 5 and errors["1"] == errors["5"] == "", errors)
    expect(errors["2"].startswith("Request for unknown model") and errors["3"].startswith("the model has failed") and errors["4"].startswith("input 'x'"), errors)


@case
def question_and_answer_in_turn():
    sender = Sender()
    stream = stub.ModelStreamInfer(iter(sender), timeout=BOUND)
    for i in range(100):
        sender.send(numbers("identity_fp32", np.float32([i])))
        expect(output(next(stream).infer_response, "y") == np.float32([i]).tobytes(), i)
    sender.close()
    expect(next(stream, None) is None and stream.code() == grpc.StatusCode.OK, stream)


@case
def a_stream_without_requests():
    expect(answers([]) == [], "an answer to nothing")


@case
def answers_come_after_the_client_has_said_all():
    mark = new_mark()
    stream = stub.ModelStreamInfer(iter([mark_request("hold", mark)]), timeout=BOUND)
    marks("started", mark)  # half closed long since
    marks("release", mark)
    expect(len(list(stream)) == 1 and stream.code() == grpc.StatusCode.OK, stream)


@case
def large_answers_wait_for_a_slow_reader():
    values = np.arange(1 << 20, dtype=np.uint8)
    stream = stub.ModelStreamInfer(iter([numbers("identity_uint8", values)] * 24), timeout=BOUND)
    marks("release", new_mark())  # the server still answers others
    expect([output(answer.infer_response, "y") for answer in stream] == [values.tobytes()] * 24, "other bytes")


@case
def a_cancelled_stream():
    mark, sender = new_mark(), Sender()
    stream = stub.ModelStreamInfer(iter(sender), timeout=BOUND)
    sender.send(mark_request("hold", mark))
    marks("started", mark)
    stream.cancel()
    sender.close()
    marks("release", mark)
    refused(grpc.StatusCode.CANCELLED, "", lambda: next(stream))
    infer(numbers("identity_fp32", np.float32([1])))


@case
def a_deadline_ends_a_stream():
    mark, sender = new_mark(), Sender()
    stream = stub.ModelStreamInfer(iter(sender), timeout=0.3)
    sender.send(mark_request("hold", mark))
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, "", lambda: list(stream))  # after the request's own error, where that comes first
    sender.close()
    marks("release", mark)


@case
def compressed_messages_on_a_stream():
    values = np.arange(50_000, dtype=np.int32)
    got = answers([numbers("identity_int32", values)] * 3, compression=grpc.Compression.Gzip)
    expect([output(answer.infer_response, "y") for answer in got] == [values.tobytes()] * 3, "other bytes")


@case
def a_hundred_streams_beside_each_other():
    with connect() as one:
        start = rpc.GRPCInferenceServiceStub(one).ModelStreamInfer
        senders = [Sender() for _ in range(100)]
        streams = [start(iter(sender), timeout=BOUND) for sender in senders]
        for turn in range(3):
            for i, sender in enumerate(senders):
                sender.send(numbers("identity_fp32", np.float32([turn, i])))
            for i, stream in enumerate(streams):
                expect(output(next(stream).infer_response, "y") == np.float32([turn, i]).tobytes(), turn, i)
        for sender in senders:
            sender.close()
        expect(all(next(stream, None) is None for stream in streams), "more answers than requests")


HEALTHY = health_pb2.HealthCheckResponse.SERVING
health = health_pb2_grpc.HealthStub(channel)


@case
def health_check():
    for service in ["", "inference.GRPCInferenceService"]:
        expect(health.Check(health_pb2.HealthCheckRequest(service=service), timeout=BOUND).status == HEALTHY, service)
    refused(grpc.StatusCode.NOT_FOUND, "", lambda: health.Check(health_pb2.HealthCheckRequest(service="nowhere"), timeout=BOUND))


@case
def health_watch():
    for service, status in [("", HEALTHY), ("nowhere", health_pb2.HealthCheckResponse.SERVICE_UNKNOWN)]:
        watch = health.Watch(health_pb2.HealthCheckRequest(service=service), timeout=BOUND)
        expect(next(watch).status == status, service)
        watch.cancel()


@case
def reflection_lists_services_and_describes_them():
    for pb, stubs in [(reflection_pb2, reflection_pb2_grpc), (reflection_v1alpha_pb2, reflection_v1alpha_pb2_grpc)]:
        def ask(**question):
            return next(stubs.ServerReflectionStub(channel).ServerReflectionInfo(iter([pb.ServerReflectionRequest(**question)]), timeout=BOUND))

        names = [service.name for service in ask(list_services="").list_services_response.service]
        expect({"inference.GRPCInferenceService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"} <= set(names), names)
        pool, files = descriptor_pool.DescriptorPool(), {}
        for data in ask(file_containing_symbol="inference.GRPCInferenceService").file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(data)
            files[file.name] = file
        missing = [name for file in files.values() for name in file.dependency if name not in files]
        for name in missing:
            for data in ask(file_by_filename=name).file_descriptor_response.file_descriptor_proto:
                file = descriptor_pb2.FileDescriptorProto.FromString(data)
                files[file.name] = file
        added = set()
        while len(added) < len(files):
            ready = [file for name, file in files.items() if name not in added and set(file.dependency) <= added]
            expect(ready, "dependencies are missing of", set(files) - added)
            for file in ready:
                pool.Add(file)
                added.add(file.name)
        service = pool.FindServiceByName("inference.GRPCInferenceService")
        expect(service.methods_by_name["ModelStreamInfer"].input_type.fields_by_name["raw_input_contents"].number == 7, service)
        expect(ask(file_containing_symbol="no.Symbol").error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0], "an unknown symbol")


run()
