"""What the clients of the gRPC door share: a channel, requests, and what a status should be."""
import os
import random

import grpc
import numpy as np

import grpc_service_pb2 as pb
import grpc_service_pb2_grpc as rpc
from cases import expect
from tensors import NUMPY

TARGET = os.environ["OI_GRPC"]
BOUND = 60  # s; no call takes as long, so a server that does not answer fails its case
LARGEST = [("grpc.max_receive_message_length", 64 << 20), ("grpc.max_send_message_length", 64 << 20)]


def connect(*options):
    """A channel with a connection of its own."""
    return grpc.insecure_channel(TARGET, [("grpc.use_local_subchannel_pool", 1), *options])


channel = connect(*LARGEST)
stub = rpc.GRPCInferenceServiceStub(channel)


def request(model, *tensors, **more):
    """A request whose tensors, (name, datatype, shape, bytes), are raw contents."""
    message = pb.ModelInferRequest(model_name=model, **more)
    for name, datatype, shape, data in tensors:
        message.inputs.add(name=name, datatype=datatype, shape=shape)
        message.raw_input_contents.append(data)
    return message


def numbers(model, values, **more):
    values = np.asarray(values)
    datatype = next(name for name, kind in NUMPY.items() if kind == values.dtype.type)
    return request(model, ("x", datatype, values.shape, values.tobytes()), **more)


def infer(message, **options):
    return stub.ModelInfer(message, timeout=BOUND, **options)


def output(answer, name):
    """The bytes of an output."""
    return answer.raw_output_contents[[tensor.name for tensor in answer.outputs].index(name)]


def refused(code, beginning, call):
    """Has the call fail with this status, and a text that begins so."""
    try:
        answer = call()
    except grpc.RpcError as error:
        expect(error.code() == code, "expected", code, "got", error.code(), error.details())
        expect(error.details().startswith(beginning), "expected a text that begins with", beginning, "got", error.details())
        return error
    raise AssertionError(f"expected {code}, got an answer: {answer}")


def new_mark():
    return random.randrange(1 << 40)


def mark_request(model, mark):
    return request(model, ("mark", "INT64", [1], np.int64(mark).tobytes()))


def marks(model, mark):
    """Calls started or release; the marks that have run."""
    return np.frombuffer(infer(mark_request(model, mark)).raw_output_contents[0], np.int64).tolist()
