"""The models that the checks serve: those of bench/models on the device, and two that misbehave."""
import subprocess
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "models"))
import make_bench_models as bench
from program import save_program


class Large(torch.nn.Module):
    """x INT64 [batch, 1]: as many GiB as it says, for a moment."""

    def forward(self, x):
        return torch.zeros(int(x.sum().item()) << 30, dtype=torch.uint8, device=x.device)[:1].reshape(1, 1) + x


class Lookup(torch.nn.Module):
    """x INT64 [batch, 1]: a row of ten; CUDA asserts where there is no such row."""

    def __init__(self):
        super().__init__()
        self.rows = torch.nn.Embedding(10, 4)

    def forward(self, x):
        return self.rows(x).squeeze(1)


def place(cuda, replicas):
    return f"instance_group [ {{ count: {replicas} kind: KIND_GPU gpus: [ {cuda} ] }} ]\n" if cuda >= 0 else f"instance_group [ {{ count: {replicas} kind: KIND_CPU }} ]\n"


def add(folder, name, program, text, cuda, replicas=1, precision=None, most=None):
    """A folder of one version with a copy of the program."""
    text = text[: text.index("instance_group")].replace(text.splitlines()[0], f'name: "{name}"')
    if most:
        text = "\n".join(f"max_batch_size: {most}" if line.startswith("max_batch_size") else line for line in text.splitlines()) + "\n"
    if precision:
        text += f'parameters {{ key: "PRECISION" value {{ string_value: "{precision}" }} }}\n'
    target = folder / name / "1" / "model.pt"
    target.parent.mkdir(parents=True)
    target.write_bytes(program.read_bytes())
    (folder / name / "config.pbtxt").write_text(text + place(cuda, replicas))


def make(folder, cuda):
    """`cuda`: the device's number, -1 for the CPU."""
    made = folder / "made"
    for name in ("tiny", "resnet18", "encoder"):
        subprocess.run([sys.executable, bench.__file__, str(made), name], check=True, stdout=subprocess.DEVNULL)
    torch.manual_seed(1)
    for name, module, inputs in (("large", Large(), [1]), ("lookup", Lookup(), [1])):
        save_program(module, made / name / "1" / "model.pt")
        (made / name / "config.pbtxt").write_text(bench.config(name, 8, [("x", "INT64", inputs)], [("y", "INT64" if name == "large" else "FP32", [1 if name == "large" else 4])]))

    models = folder / "models"
    for name, like, options in [
        ("tiny", "tiny", {}), ("resnet18", "resnet18", {"most": 32}), ("encoder", "encoder", {}),
        ("resnet18_two", "resnet18", {"replicas": 2}), ("encoder_two", "encoder", {"replicas": 2}),
        *[(f"{like}_{precision}", like, {"precision": precision}) for like in ("resnet18", "encoder") for precision in ("fp16", "bf16") if cuda >= 0],
        ("large", "large", {}), ("lookup", "lookup", {}),
    ]:
        add(models, name, made / like / "1" / "model.pt", (made / like / "config.pbtxt").read_text(), cuda, **options)
    add(models, "on_cpu", made / "tiny" / "1" / "model.pt", (made / "tiny" / "config.pbtxt").read_text(), -1)
    add(models, "nowhere", made / "tiny" / "1" / "model.pt", (made / "tiny" / "config.pbtxt").read_text(), 97)
    return models
