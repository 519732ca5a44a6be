"""What both training scripts share: repeatable runs, and saving a program with expected outputs."""

import json
import os
import sys
from pathlib import Path

import torch

MODELS = Path(__file__).resolve().parent
REPOSITORY = MODELS / "repository"
EXPECTED = MODELS / "expected"
SAMPLES = MODELS / "samples"


# One thread, so that sums run in one order; no random order of sets, in which torch writes a program's constants.
REPEATABLE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


def make_repeatable(seed):
    """The same seed gives the same weights and, byte for byte, the same file."""
    if any(os.environ.get(name) != value for name, value in REPEATABLE.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **REPEATABLE})  # read only at start
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(seed)


def save_program(module, path):
    """Writes `module` as TorchScript, without the source ranges: those name files of this machine."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    complete = path.with_suffix(".complete")
    torch.jit.script(module.eval()).save(str(complete))

    reader = torch._C.PyTorchFileReader(str(complete))
    writer = torch._C.PyTorchFileWriter(str(path))
    for name in reader.get_all_records():
        if name.endswith(".debug_pkl") or name == "version":
            continue  # the writer adds the version itself
        record = reader.get_record(name)
        writer.write_record(name, record, len(record))
    writer.write_end_of_file()
    complete.unlink()

    return torch.jit.load(str(path)).eval()


def tensor(name, value):
    """A tensor as the Open Inference Protocol writes it in JSON."""
    datatypes = {torch.float32: "FP32", torch.uint8: "UINT8", torch.int32: "INT32"}
    return {
        "name": name,
        "datatype": datatypes[value.dtype],
        "shape": list(value.shape),
        "data": value.flatten().tolist(),
    }


def write_json(path, value):
    """One line an element of each top-level list: short, and a diff shows which case changed."""
    lines = []
    for key, item in value.items():
        if isinstance(item, list):
            body = ",\n  ".join(json.dumps(element, ensure_ascii=False) for element in item)
            lines.append(f'"{key}": [\n  {body}\n]')
        else:
            lines.append(f'"{key}": {json.dumps(item, ensure_ascii=False)}')
    Path(path).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def write_labels(model, labels):
    (REPOSITORY / model / "labels.txt").write_text("\n".join(labels) + "\n", encoding="utf-8")


def report(message):
    print(message)
    sys.stdout.flush()
