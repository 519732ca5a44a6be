"""A server of its own process, and requests to it."""
import http.client
import json
import os
import re
import subprocess
from pathlib import Path

import numpy as np

TYPES = {np.dtype("f4"): "FP32", np.dtype("i4"): "INT32", np.dtype("i8"): "INT64"}


class Server:
    def __init__(self, models, log):
        command = os.environ.get("OI_SERVE", str(Path(__file__).resolve().parents[2] / "serve")).split()
        self.log = open(log, "w")
        self.process = subprocess.Popen(
            [*command, "--models", str(models), "--http-port", "0", "--grpc-port", "0", "--model-control", "explicit", "--load-model", "*"],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.printed = []
        for line in self.process.stdout:
            self.printed.append(line.rstrip())
            if line.startswith("door") and "HTTP" in line:
                self.port = int(re.search(r":(\d+)", line.split("http://")[1]).group(1))
            if line.startswith("ready"):
                return
        raise SystemExit("the server did not start:\n" + "\n".join(self.printed))

    def close(self):
        self.process.terminate()
        self.process.stdout.close()
        code = self.process.wait(60)
        self.log.close()
        return code

    def call(self, path, body=None, headers={}):
        """Status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def infer(self, model, **inputs):
        """The first output, or the status and the text of the error. Tensors travel as binary data."""
        described = [
            {"name": name, "shape": value.shape, "datatype": TYPES[value.dtype], "parameters": {"binary_data_size": value.nbytes}}
            for name, value in inputs.items()
        ]
        header = json.dumps({"inputs": described, "parameters": {"binary_data_output": True}}).encode()
        body = header + b"".join(value.tobytes() for value in inputs.values())
        status, headers, answer = self.call(f"/v2/models/{model}/infer", body, {"Inference-Header-Content-Length": str(len(header))})
        if status != 200:
            return status, json.loads(answer)["error"]
        size = int(headers["Inference-Header-Content-Length"])
        output = json.loads(answer[:size])["outputs"][0]
        return np.frombuffer(answer[size:], {kind: dtype for dtype, kind in TYPES.items()}[output["datatype"]]).reshape(output["shape"])

    def load(self, model):
        status, _, answer = self.call(f"/v2/repository/models/{model}/load", b"{}")
        return status, answer.decode()
