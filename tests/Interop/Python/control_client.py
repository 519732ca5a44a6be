"""A client in Python that loads and unloads models, over both doors, and asks for statistics and configurations."""
import json
import os
import urllib.error
import urllib.request

import grpc
import numpy as np

import grpc_service_pb2 as pb
from cases import case, expect, run
from grpc_calls import BOUND, infer, numbers, output, refused, stub

ONE = np.float32([1.5])


def http(path, body=None):
    """Status and JSON."""
    request = urllib.request.Request(os.environ["OI_HTTP"] + path, None if body is None else json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    return status, json.loads(text) if text else None


def index():
    return {model.name: model for model in stub.RepositoryIndex(pb.RepositoryIndexRequest(), timeout=BOUND).models}


@case
def the_index_has_what_is_loaded_and_what_could_be():
    models = index()
    expect(models["identity_fp32"].state == "READY" and models["identity_int8"].state != "READY", models)
    ready = {model.name for model in stub.RepositoryIndex(pb.RepositoryIndexRequest(ready=True), timeout=BOUND).models}
    expect(ready == {"identity_fp32", "batching"}, ready)
    status, listed = http("/v2/repository/index", {"ready": True})
    expect(status == 200 and {model["name"] for model in listed} == ready, listed)


@case
def a_model_is_loaded_and_unloaded_over_grpc():
    refused(grpc.StatusCode.UNAVAILABLE, "", lambda: infer(numbers("identity_fp64", np.float64([1]))))
    stub.RepositoryModelLoad(pb.RepositoryModelLoadRequest(model_name="identity_fp64"), timeout=BOUND)
    expect(output(infer(numbers("identity_fp64", np.float64([1]))), "y") == np.float64([1]).tobytes(), "loaded")
    stub.RepositoryModelUnload(pb.RepositoryModelUnloadRequest(model_name="identity_fp64"), timeout=BOUND)
    expect(not stub.ModelReady(pb.ModelReadyRequest(name="identity_fp64"), timeout=BOUND).ready, "unloaded, and ready")
    refused(grpc.StatusCode.UNAVAILABLE, "", lambda: infer(numbers("identity_fp64", np.float64([1]))))


@case
def a_model_is_loaded_and_unloaded_over_http():
    expect(http("/v2/repository/models/digits/load", {})[0] == 200, "load")
    expect(stub.ModelReady(pb.ModelReadyRequest(name="digits"), timeout=BOUND).ready, "loaded, and not ready")
    expect(http("/v2/repository/models/digits/unload", {})[0] == 200, "unload")
    expect(not stub.ModelReady(pb.ModelReadyRequest(name="digits"), timeout=BOUND).ready, "unloaded, and ready")


@case
def what_cannot_be_loaded_is_refused_with_the_reason():
    load = lambda name: stub.RepositoryModelLoad(pb.RepositoryModelLoadRequest(model_name=name), timeout=BOUND)
    refused(grpc.StatusCode.NOT_FOUND, "", lambda: load("nowhere"))
    refused(grpc.StatusCode.INVALID_ARGUMENT, "load failed for model 'broken'", lambda: load("broken"))
    expect(http("/v2/repository/models/nowhere/load", {})[0] == 404, "HTTP")


@case
def statistics_count_what_was_asked():
    def counted():
        answer = stub.ModelStatistics(pb.ModelStatisticsRequest(name="batching"), timeout=BOUND).model_stats[0]
        return answer.inference_count, answer.inference_stats.success.count

    items, successes = counted()
    infer(numbers("batching", np.ones((3, 4), np.float32)))
    expect(counted() == (items + 3, successes + 1), items, successes, "then", counted())
    status, answer = http("/v2/models/batching/stats")
    expect(status == 200 and answer["model_stats"][0]["inference_count"] == items + 3, answer)
    refused(grpc.StatusCode.NOT_FOUND, "Request for unknown model", lambda: stub.ModelStatistics(pb.ModelStatisticsRequest(name="nowhere"), timeout=BOUND))


@case
def the_configuration_is_told():
    config = stub.ModelConfig(pb.ModelConfigRequest(name="batching"), timeout=BOUND).config
    expect(config.name == "batching" and config.max_batch_size == 8 and config.backend == "managed", config)
    expect([(tensor.name, list(tensor.dims)) for tensor in config.input] == [("x", [4])], config)
    status, answer = http("/v2/models/batching/config")
    expect(status == 200 and answer["max_batch_size"] == 8 and answer["input"][0]["name"] == "x", answer)


@case
def calls_go_on_while_a_model_is_reloaded():
    calls = []
    for _ in range(5):
        calls += [stub.ModelInfer.future(numbers("identity_fp32", ONE), timeout=BOUND) for _ in range(50)]
        stub.RepositoryModelLoad(pb.RepositoryModelLoadRequest(model_name="identity_fp32"), timeout=BOUND)
    expect(all(output(call.result(), "y") == ONE.tobytes() for call in calls), "another answer")


run()
