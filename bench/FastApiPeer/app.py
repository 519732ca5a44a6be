"""The server that people write first, written with care: FastAPI, one process a core, the Open Inference Protocol's JSON.

    MODELS=REPOSITORY:name,name uvicorn app:app

No batches and no queue: a request runs in the process that nginx gave it to. Handlers are coroutines on purpose. The forward pass
blocks the process either way, since it has one core, and FastAPI's thread pool would only add two changes of threads.
"""

import os
from pathlib import Path

import numpy
import torch
import ujson
from fastapi import FastAPI, Request, Response

TYPES = {"FP32": numpy.float32, "INT64": numpy.int64, "INT32": numpy.int32, "UINT8": numpy.uint8}
NAMES = {"float32": "FP32"}
OUTPUTS = {"tiny": "y", "mlp": "y", "digits": "probabilities", "language": "probabilities", "resnet18": "logits", "encoder": "embedding"}


class Model:
    def __init__(self, name, path):
        self.name = name
        self.output = OUTPUTS[name]
        program = torch.jit.load(path).eval()
        self.arguments = [argument.name for argument in program.forward.schema.arguments[1:]]
        self.program = torch.jit.freeze(program)

    @torch.inference_mode()
    def run(self, inputs):
        tensors = {
            tensor["name"]: torch.from_numpy(numpy.array(tensor["data"], dtype=TYPES[tensor["datatype"]]).reshape(tensor["shape"]))
            for tensor in inputs
        }
        output = self.program(*[tensors[argument] for argument in self.arguments]).numpy()
        return {
            "model_name": self.name,
            "model_version": "1",
            "outputs": [{
                "name": self.output,
                "datatype": NAMES[output.dtype.name],
                "shape": output.shape,
                "data": output.ravel().tolist(),
            }],
        }


def load():
    repository, names = os.environ["MODELS"].rsplit(":", 1)
    return {name: Model(name, str(Path(repository) / name / "1" / "model.pt")) for name in names.split(",")}


torch.set_num_threads(1)
models = load()
app = FastAPI()


@app.get("/v2/health/ready")
async def ready():
    return Response()


@app.post("/v2/models/{name}/infer")
async def infer(name: str, request: Request):
    body = ujson.loads(await request.body())
    return Response(ujson.dumps(models[name].run(body["inputs"])), media_type="application/json")
