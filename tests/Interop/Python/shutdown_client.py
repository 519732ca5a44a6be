"""A client in Python under whose load the server is stopped."""
import collections
import os
import pathlib

import grpc
import numpy as np

import grpc_service_pb2 as pb
import grpc_service_pb2_grpc as rpc
from cases import case, expect, run

REQUEST = pb.ModelInferRequest(model_name="digits", raw_input_contents=[np.zeros(64, np.float32).tobytes()])
REQUEST.inputs.add(name="image", datatype="FP32", shape=[1, 1, 8, 8])


@case
def every_call_is_answered_or_refused():
    codes, calls = collections.Counter(), collections.deque()
    with grpc.insecure_channel(os.environ["OI_GRPC"]) as channel:
        infer = rpc.GRPCInferenceServiceStub(channel).ModelInfer
        while grpc.StatusCode.UNAVAILABLE not in codes:
            while len(calls) < 50:
                calls.append(infer.future(REQUEST, timeout=60))
            codes[calls.popleft().code()] += 1
            if codes[grpc.StatusCode.OK] == 100:
                pathlib.Path(os.environ["OI_LOADED"]).touch()  # stop now
        codes.update(call.code() for call in calls)
    expect(set(codes) == {grpc.StatusCode.OK, grpc.StatusCode.UNAVAILABLE}, codes)


run()
