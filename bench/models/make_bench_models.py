#!/usr/bin/python3
"""Writes the models that are measured, not used: random weights from a seed, in a repository of Triton's layout.

    /usr/bin/python3 bench/models/make_bench_models.py FOLDER [model ...]

tiny      MLP 4-8-2, where everything but the server costs nothing
mlp       MLP 784-512-256-10: a small model whose weights no longer fit into the first caches
identity  its input, unchanged
resnet18  an image model: a batch gains little on a CPU
encoder   a text model: cost grows with length, padding is masked
"""

import sys
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
from program import make_repeatable, save_program


class Identity(torch.nn.Module):
    def forward(self, x):
        return x


class Tiny(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 2))

    def forward(self, x):
        return self.layers(x)


class Mlp(torch.nn.Module):
    def __init__(self, widths=(784, 512, 256, 10)):
        super().__init__()
        layers = []
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
        self.layers = torch.nn.Sequential(*layers[:-1])

    def forward(self, x):
        return self.layers(x)


class Block(torch.nn.Module):
    """The basic block of He et al., Deep Residual Learning for Image Recognition (2015)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False)
        self.norm1 = torch.nn.BatchNorm2d(outputs)
        self.conv2 = torch.nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.norm2 = torch.nn.BatchNorm2d(outputs)
        self.shortcut = torch.nn.Identity() if stride == 1 and inputs == outputs else torch.nn.Sequential(
            torch.nn.Conv2d(inputs, outputs, 1, stride, bias=False), torch.nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(y + self.shortcut(x))


class ResNet18(torch.nn.Module):
    def __init__(self, classes=1000):
        super().__init__()
        self.stem = torch.nn.Sequential(
            torch.nn.Conv2d(3, 64, 7, 2, padding=3, bias=False),
            torch.nn.BatchNorm2d(64),
            torch.nn.ReLU(),
            torch.nn.MaxPool2d(3, 2, padding=1),
        )
        widths = [(64, 64, 1), (64, 128, 2), (128, 256, 2), (256, 512, 2)]
        self.stages = torch.nn.Sequential(*[
            torch.nn.Sequential(Block(inputs, outputs, stride), Block(outputs, outputs, 1))
            for inputs, outputs, stride in widths
        ])
        self.classify = torch.nn.Linear(512, classes)

    def forward(self, image):
        return self.classify(self.stages(self.stem(image)).mean([2, 3]))


class Layer(torch.nn.Module):
    """Attention and feed-forward of a transformer encoder, normalised first."""

    def __init__(self, hidden, heads):
        super().__init__()
        self.heads = heads
        self.width = hidden // heads
        self.norm1 = torch.nn.LayerNorm(hidden)
        self.project = torch.nn.Linear(hidden, 3 * hidden)
        self.gather = torch.nn.Linear(hidden, hidden)
        self.norm2 = torch.nn.LayerNorm(hidden)
        self.feed = torch.nn.Sequential(
            torch.nn.Linear(hidden, 4 * hidden), torch.nn.GELU(), torch.nn.Linear(4 * hidden, hidden))

    def forward(self, x, masked):
        batch, length, hidden = x.shape
        split = self.project(self.norm1(x)).reshape(batch, length, 3, self.heads, self.width).permute(2, 0, 3, 1, 4)
        scores = split[0] @ split[1].transpose(2, 3) * self.width ** -0.5
        weights = torch.softmax(scores.masked_fill(masked, float("-inf")), 3)
        x = x + self.gather((weights @ split[2]).transpose(1, 2).reshape(batch, length, hidden))
        return x + self.feed(self.norm2(x))


class Encoder(torch.nn.Module):
    """tokens INT64 [batch, length], length INT32 [batch, 1]; embedding FP32 [batch, hidden], the mean over the tokens.

    A mask of minus infinity over every key of a row would give NaN, so an empty row keeps its first position.
    """

    def __init__(self, layers=4, hidden=256, heads=4, vocabulary=8192, longest=512):
        super().__init__()
        self.tokens = torch.nn.Embedding(vocabulary, hidden)
        self.positions = torch.nn.Embedding(longest, hidden)
        self.layers = torch.nn.ModuleList([Layer(hidden, heads) for _ in range(layers)])
        self.norm = torch.nn.LayerNorm(hidden)

    def forward(self, tokens, length):
        position = torch.arange(tokens.size(1), device=tokens.device)
        kept = position.unsqueeze(0) < length.to(torch.int64).reshape(-1, 1).clamp(min=1)
        masked = ~kept.unsqueeze(1).unsqueeze(1)
        x = self.tokens(tokens) + self.positions(position)
        for layer in self.layers:
            x = layer(x, masked)
        kept = kept.unsqueeze(2)
        return (self.norm(x) * kept).sum(1) / kept.sum(1)


# name: (module, most in a batch, inputs, outputs); a tensor: (name, type, dimensions without the batch's)
MODELS = {
    "tiny": (Tiny, 64, [("x", "FP32", [4])], [("y", "FP32", [2])]),
    "mlp": (Mlp, 64, [("x", "FP32", [784])], [("y", "FP32", [10])]),
    "identity": (Identity, 64, [("x", "FP32", [-1])], [("y", "FP32", [-1])]),
    "resnet18": (ResNet18, 16, [("image", "FP32", [3, 224, 224])], [("logits", "FP32", [1000])]),
    "encoder": (Encoder, 16, [("tokens", "INT64", [-1]), ("length", "INT32", [1])], [("embedding", "FP32", [256])]),
}

# What lets requests of different length share a batch; what is padded is beyond `length`, which masks it.
PADDING = {"encoder": "tokens[0]=0"}


def config(name, most, inputs, outputs):
    def extent(dims):
        return ", ".join(map(str, dims))

    def tensors(kind, described):
        items = [
            f'  {{\n    name: "{tensor}"\n    data_type: TYPE_{datatype}\n    dims: [ {extent(dims)} ]\n  }}'
            for tensor, datatype, dims in described
        ]
        return f"{kind} [\n" + ",\n".join(items) + "\n]\n"

    return (
        f'name: "{name}"\nplatform: "pytorch_libtorch"\nmax_batch_size: {most}\n'
        + tensors("input", inputs)
        + tensors("output", outputs)
        + "dynamic_batching {\n  max_queue_delay_microseconds: 0\n}\n"
        + padding(name)
        + "instance_group [\n  {\n    count: 1\n    kind: KIND_CPU\n  }\n]\n"
    )


def padding(name):
    if name not in PADDING:
        return ""
    return f'parameters {{\n  key: "PADDING"\n  value {{ string_value: "{PADDING[name]}" }}\n}}\n'


def main(folder, *chosen):
    unknown = sorted(set(chosen) - set(MODELS))
    if unknown:
        raise SystemExit(f"unknown model: {', '.join(unknown)}; known: {', '.join(MODELS)}")
    make_repeatable(seed=1)
    for name in chosen or MODELS:
        module, most, inputs, outputs = MODELS[name]
        torch.manual_seed(1)  # a model's weights do not depend on which others are made
        program = Path(folder) / name / "1" / "model.pt"
        save_program(module(), program)
        (program.parent.parent / "config.pbtxt").write_text(config(name, most, inputs, outputs))
        print(f"{program}: {program.stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
