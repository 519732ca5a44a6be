#!/usr/bin/python3
"""Makes the TorchScript programs of the torch contract tests, beside this file.

Run with a Python that has torch (Debian: python3-torch). The .pt files are committed; run it again after a change here.
"""
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
from torch import Tensor, nn


class Identity(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x


class Double(nn.Module):
    """x + x of any type and shape; a new tensor. Of a bool: the same."""

    def forward(self, x: Tensor) -> Tensor:
        return x + x


class Subtract(nn.Module):
    """Not commutative, so that a mixed-up order shows."""

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        return left - right


class TupleOutput(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return x + 1, x + 2


class Scores(NamedTuple):
    label: Tensor
    score: Tensor


class NamedTupleOutput(nn.Module):
    def forward(self, x: Tensor) -> Scores:
        return Scores(label=x + 1, score=x + 2)


class ListOutput(nn.Module):
    def forward(self, x: Tensor) -> List[Tensor]:
        return [x + 1, x + 2, x + 3]


class DictOutput(nn.Module):
    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"plus_two": x + 2, "plus_one": x + 1}


class NestedOutput(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, List[Tensor], Tensor]:
        return x + 1, [x + 2, x + 3], x + 4


class NestedDictOutput(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Dict[str, List[Tensor]]]:
        return x + 1, {"more": [x + 2, x + 3]}


class LongMixedTuple(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, List[Tensor]]:
        return x, x, x, x, x, [x + 1, x + 2]


class ScalarOutput(nn.Module):
    def forward(self, x: Tensor) -> Tuple[int, float, bool]:
        return x.numel(), 0.5, True


class ComplexOutput(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.complex(x, x)


class Raises(nn.Module):
    """Raises in Python where the sum is negative, in C++ where it is zero; else returns x."""

    def forward(self, x: Tensor) -> Tensor:
        total = float(x.sum())
        if total < 0:
            raise ValueError("the sum is negative: {}".format(int(total)))
        if total == 0:
            return x @ torch.ones(1000, 7)
        return x + 0


class TooLarge(nn.Module):
    """Asks for more memory than there is when x is zero."""

    def forward(self, x: Tensor) -> Tensor:
        if float(x.sum()) == 0:
            return torch.zeros([1 << 44])
        return x + 0


class OptionalInput(nn.Module):
    def forward(self, x: Tensor, bias: Optional[Tensor] = None, scale: float = 2.0) -> Tensor:
        y = x * scale
        return y if bias is None else y + bias


class NumberInputs(nn.Module):
    def forward(self, x: Tensor, times: int, negate: bool = False, plus: float = 0.5, minus: Optional[Tensor] = None) -> Tensor:
        y = x * times + plus
        if minus is not None:
            y = y - minus
        return -y if negate else y


class TextInput(nn.Module):
    def forward(self, x: Tensor, text: str) -> Tensor:
        return x + len(text)


class Dropout(nn.Module):
    """Returns zeros in most places unless in evaluation mode."""

    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.9)

    def forward(self, x: Tensor) -> Tensor:
        return self.drop(x)


class Counter(nn.Module):
    """Counts its calls in place, and returns its own state."""

    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        self.count += 1
        return self.count


CAPTURED = torch.zeros(1)


def count_captured(x: Tensor) -> Tensor:
    """Traced, its state becomes a constant of the program."""
    CAPTURED.add_(1)
    return x + CAPTURED


class Pick(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + 1


@torch.jit.interface
class Picked:
    def forward(self, x: Tensor) -> Tensor:
        pass


class Unfreezable(nn.Module):
    """Picks a part when it runs, which freezing does not allow."""

    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList([Pick(), Pick()])

    def forward(self, x: Tensor) -> Tensor:
        part: Picked = self.parts[int(x.numel()) % 2]
        return part.forward(x)


class InPlace(nn.Module):
    """Writes to its input, and returns something else."""

    def forward(self, x: Tensor) -> Tensor:
        x.add_(1)
        return x + x


class Transposed(nn.Module):
    """Not contiguous."""

    def forward(self, x: Tensor) -> Tensor:
        return (x + 0).t()


class Halves(nn.Module):
    """Two views of one new tensor."""

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        y = x + 0
        half = y.size(0) // 2
        return y[:half], y[half:]


class Long(nn.Module):
    """Takes as many steps as x says."""

    def forward(self, x: Tensor) -> Tensor:
        total = torch.zeros(1)
        for _ in range(int(x)):
            total = total + 1
        return total


class Gradient(nn.Module):
    """Whether operations still record gradients, and whether inference mode is on."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor) -> Tensor:
        y = x * self.weight
        return torch.tensor([y.requires_grad, y.is_inference()])


class Linear(nn.Module):
    """2 → 3, with weights that a test can compute with; dynamic along the first dimension."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 3)
        with torch.no_grad():
            self.layer.weight.copy_(torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
            self.layer.bias.copy_(torch.tensor([0.5, 0.25, 0.125]))

    def forward(self, input: Tensor) -> Tensor:
        return self.layer(input)


class Picture(nn.Module):
    """Convolutions on pictures of three channels, [n, 3, 8, 8] → [n, 4]."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Conv2d(8, 4, 3, padding=1),
            nn.AdaptiveAvgPool2d(1), nn.Flatten())

    def forward(self, image: Tensor) -> Tensor:
        return self.layers(image)


def main() -> None:
    torch.manual_seed(1)
    folder = Path(__file__).parent
    for program in (Identity, Double, Subtract, TupleOutput, NamedTupleOutput, ListOutput, DictOutput, NestedOutput, NestedDictOutput, LongMixedTuple,
                    ScalarOutput, ComplexOutput, Raises, TooLarge, OptionalInput, NumberInputs, TextInput, Dropout, Counter, InPlace, Transposed,
                    Halves, Long, Gradient, Linear, Picture, Unfreezable):
        torch.jit.script(program().train()).save(str(folder / f"{program.__name__}.pt"))
    torch.jit.freeze(torch.jit.script(Linear().eval())).save(str(folder / "Frozen.pt"))
    torch.jit.trace(Linear().eval(), torch.zeros(1, 2)).save(str(folder / "Traced.pt"))
    torch.jit.trace(count_captured, torch.zeros(1), check_trace=False).save(str(folder / "Captured.pt"))
    torch.save(Linear().state_dict(), folder / "WeightsOnly.pt")


if __name__ == "__main__":
    main()
