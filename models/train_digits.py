#!/usr/bin/python3
"""Trains `digits` on scikit-learn's handwritten digits and writes the program, its expected outputs and its samples.

    /usr/bin/python3 models/train_digits.py
"""

import json
import time

import numpy
import torch
import torch.nn.functional as F
from PIL import Image
from sklearn.datasets import load_digits

from program import EXPECTED, REPOSITORY, SAMPLES
from program import make_repeatable, report, save_program, tensor, write_json, write_labels

EPOCHS = 40
BATCH = 64
BRIGHTEST = 16  # scikit-learn's images hold 0 (paper) to 16 (ink)
ENLARGEMENT = 8  # each pixel becomes 8 × 8 in the sample, so averaging down gives the image back


class Digits(torch.nn.Module):
    """image FP32 [batch, 1, 8, 8], 0 to 1, bright ink on dark; probabilities FP32 [batch, 10]."""

    def __init__(self):
        super().__init__()
        self.edges = torch.nn.Conv2d(1, 16, 3, padding=1)
        self.strokes = torch.nn.Conv2d(16, 32, 3, padding=1)
        self.hidden = torch.nn.Linear(32 * 4 * 4, 64)
        self.digit = torch.nn.Linear(64, 10)
        self.dropout = torch.nn.Dropout(0.3)

    def logits(self, image):
        x = F.relu(self.edges(image))
        x = F.max_pool2d(F.relu(self.strokes(x)), 2)
        return self.digit(self.dropout(F.relu(self.hidden(x.flatten(1)))))

    def forward(self, image):
        return torch.softmax(self.logits(image), 1)


def split():
    """Every fifth image is held out."""
    digits = load_digits()
    images = torch.from_numpy(digits.images.astype(numpy.float32) / BRIGHTEST).unsqueeze(1)
    labels = torch.from_numpy(digits.target.astype(numpy.int64))
    held_out = torch.arange(len(labels)) % 5 == 0
    return images[~held_out], labels[~held_out], images[held_out], labels[held_out]


def train(images, labels):
    model = Digits()
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-2)
    steps = EPOCHS * ((len(labels) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=4e-3, total_steps=steps)
    for _ in range(EPOCHS):
        for chosen in torch.randperm(len(labels)).split(BATCH):
            optimizer.zero_grad()
            F.cross_entropy(model.logits(images[chosen]), labels[chosen]).backward()
            optimizer.step()
            schedule.step()
    return model


def write_expected(program, images, labels, accuracy):
    """Requests with torch's answers; then every held-out image, so that a test can count them through the server."""
    batches = [images[:1], images[1:4], images[4:20]]
    write_json(EXPECTED / "digits.json", {
        "cases": [
            {"inputs": [tensor("image", batch)], "outputs": [tensor("probabilities", program(batch))]}
            for batch in batches
        ],
        "held_out_accuracy": accuracy,
        "held_out": [
            {"label": int(label), "pixels": (image * BRIGHTEST).int().flatten().tolist()}
            for image, label in zip(images, labels)
        ],
    })


def write_samples(image):
    """The same held-out seven as a picture and as a request."""
    pixels = (image.squeeze() * 255).round().to(torch.uint8).numpy()
    Image.fromarray(numpy.kron(pixels, numpy.ones((ENLARGEMENT, ENLARGEMENT), numpy.uint8))).save(SAMPLES / "seven.png")

    request = {
        "inputs": [tensor("image", image.unsqueeze(0))],
        "outputs": [{"name": "probabilities", "parameters": {"classification": 1}}],
    }
    (SAMPLES / "seven.json").write_text(json.dumps(request) + "\n")


def main():
    make_repeatable(seed=1)
    started = time.monotonic()
    train_images, train_labels, images, labels = split()
    trained = train(train_images, train_labels)
    program = save_program(trained, REPOSITORY / "digits" / "1" / "model.pt")

    with torch.inference_mode():
        right = program(images).argmax(1) == labels
        accuracy = right.float().mean().item()
        write_expected(program, images, labels, accuracy)
    write_labels("digits", [str(digit) for digit in range(10)])
    write_samples(images[(labels == 7) & right][0])
    report(f"trained on {len(train_labels)} images in {time.monotonic() - started:.1f} s")
    report(f"held-out accuracy: {accuracy:.4f} ({int(right.sum())} of {len(labels)})")


if __name__ == "__main__":
    main()
