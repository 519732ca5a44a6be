#!/usr/bin/python3
"""Trains `language`, which tells the programming language of a text, and writes the program and its expected outputs.

    /usr/bin/python3 models/train_language.py [folder for the fetched packages]
"""

import json
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

import torch
import torch.nn.functional as F

from corpus import default_cache, training_and_held_out
from program import EXPECTED, REPOSITORY, SAMPLES
from program import make_repeatable, report, save_program, tensor, write_json, write_labels
from sources import LANGUAGES

STEPS, BATCH = 3_000, 64
SHORTEST, LONGEST = 20, 4_000  # bytes of a training snippet
MEASURED_LENGTHS = (50, 200, 1_000)  # bytes of a held-out snippet


class Language(torch.nn.Module):
    """text UINT8 [batch, bytes], UTF-8, padded at its end; length INT32 [batch, 1];
    probabilities FP32 [batch, languages].

    Every run of 1 to 6 bytes is hashed to a row of one table; the rows are averaged for each run length apart and the
    averages weighed for each language. Long texts are taken in chunks, which bounds the memory, not the result.
    """

    chunk: int
    orders: int
    rows: int

    def __init__(self, languages, orders=6, bits=15, width=16):
        super().__init__()
        self.chunk = 16_384
        self.orders = orders
        self.rows = 1 << bits
        # Row 0 is that of positions past the end.
        self.table = torch.nn.Parameter(torch.randn(self.rows + 1, width) * 0.1)
        self.dropout = torch.nn.Dropout(0.2)
        self.weigh = torch.nn.Linear(orders * width, languages)

    def logits(self, text, length):
        lengths = length.to(torch.int64).reshape(-1, 1).clamp(0, text.size(1))
        margin = torch.zeros([text.size(0), self.orders], dtype=torch.uint8, device=text.device)
        padded = torch.cat([text, margin], 1)

        sums = torch.zeros([text.size(0), self.orders, self.table.size(1)], dtype=self.table.dtype, device=text.device)
        for start in range(0, text.size(1), self.chunk):
            count = min(self.chunk, text.size(1) - start)
            window = padded[:, start : start + count + self.orders].to(torch.int64)
            position = torch.arange(start, start + count, device=text.device).unsqueeze(0)
            hashed = torch.zeros([text.size(0), count], dtype=torch.int64, device=text.device)
            found = []
            for order in range(self.orders):
                # A multiplicative hash in 31 bits, so that products stay within 62 and no overflow is relied on.
                hashed = ((hashed + window[:, order : order + count] + 1) * 1_540_483_477 + order) & 0x7FFFFFFF
                row = (((hashed * 1_103_515_245) & 0x7FFFFFFF) >> 8) % self.rows + 1
                row = row.masked_fill(position + order >= lengths, 0)
                found.append(F.embedding_bag(row, self.table, mode="sum", padding_idx=0))
            sums = sums + torch.stack(found, 1)

        runs = (lengths - torch.arange(self.orders, device=text.device)).clamp(min=1)
        means = sums / runs.unsqueeze(2).to(sums.dtype)
        return self.weigh(self.dropout(means.flatten(1)))

    def forward(self, text, length):
        return torch.softmax(self.logits(text, length.to(text.device)), 1)


def snippet(text, size, choose):
    """About `size` bytes of `text`, most often from the start of a line."""
    start = choose.randrange(max(1, len(text) - size + 1))
    if choose.random() < 0.8:
        start = text.rfind(b"\n", 0, start) + 1
    return text[start : start + size]


def vary(text, choose):
    """Line ends and indentation are a project's habit, not a language's mark."""
    habit = choose.random()
    if habit < 0.1:
        text = text.replace(b"\n", b"\r\n")
    elif habit < 0.2:
        text = re.sub(rb"(?m)^(?:    )+", lambda m: b"\t" * (len(m[0]) // 4), text)
    elif habit < 0.3:
        text = re.sub(rb"(?m)^ +", lambda m: m[0][: len(m[0]) // 2], text)
    return text


def pad(texts):
    """The model's two inputs."""
    lengths = torch.tensor([[len(text)] for text in texts], dtype=torch.int32)
    rows = torch.zeros([len(texts), int(lengths.max())], dtype=torch.uint8)
    for row, text in zip(rows, texts):
        row[: len(text)] = torch.frombuffer(bytearray(text), dtype=torch.uint8) if text else row[:0]
    return rows, lengths


def draw(corpus, choose):
    """A language, a package (larger ones more often), a text and a snippet of it."""
    label = choose.randrange(len(LANGUAGES))
    packages = list(corpus[LANGUAGES[label]].values())
    package = choose.choices(packages, [len(texts) ** 0.5 for texts in packages])[0]
    text = choose.choice(package)
    if choose.random() < 0.2:
        return vary(text[:LONGEST], choose), label
    size = int(SHORTEST * (LONGEST / SHORTEST) ** choose.random())
    return vary(snippet(text, size, choose), choose), label


def train(corpus, seed):
    choose = random.Random(seed)
    model = Language(len(LANGUAGES))
    optimizer = torch.optim.Adam(model.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=1e-2, total_steps=STEPS)
    batches = []
    for step in range(1, STEPS + 1):
        if not batches:  # rows of like length go together: less padding
            drawn = sorted((draw(corpus, choose) for _ in range(16 * BATCH)), key=lambda d: len(d[0]))
            batches = [drawn[i : i + BATCH] for i in range(0, len(drawn), BATCH)]
            choose.shuffle(batches)
        texts, labels = zip(*batches.pop())
        loss = F.cross_entropy(model.logits(*pad(texts)), torch.tensor(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 500 == 0:
            report(f"step {step}: loss {loss.item():.3f}")
    return model


def answers(program, texts):
    """The index of the likeliest language of each text."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found = [0] * len(texts)
    for start in range(0, len(order), 32):
        chosen = order[start : start + 32]
        for i, label in zip(chosen, program(*pad([texts[i] for i in chosen])).argmax(1).tolist()):
            found[i] = label
    return found


def measure(program, corpus, size=None):
    """language -> (texts, share right, the commonest wrong answer), of whole texts or one snippet of each."""
    choose = random.Random(0)
    table = {}
    for label, language in enumerate(LANGUAGES):
        texts = [text for package in corpus[language].values() for text in package]
        if size is not None:
            texts = [snippet(text, size, choose) for text in texts]
        found = answers(program, texts)
        wrong = Counter(LANGUAGES[answer] for answer in found if answer != label).most_common(1)
        table[language] = len(texts), found.count(label) / len(texts), wrong[0][0] if wrong else ""
    return table


def report_accuracy(program, corpus):
    columns = {"whole files": measure(program, corpus)}
    columns.update({f"{size} bytes": measure(program, corpus, size) for size in MEASURED_LENGTHS})
    report(f"{'':12}{'files':>7}" + "".join(f"{title:>13}" for title in columns) + "  whole files taken most often for")
    for language in LANGUAGES:
        files, _, wrong = columns["whole files"][language]
        shares = "".join(f"{column[language][1]:13.3f}" for column in columns.values())
        report(f"{language:12}{files:7}{shares}  {wrong}")
    total = sum(files for files, _, _ in columns["whole files"].values())
    overall = [sum(files * share for files, share, _ in column.values()) / total for column in columns.values()]
    mean = [sum(share for _, share, _ in column.values()) / len(LANGUAGES) for column in columns.values()]
    report(f"{'all files':12}{total:7}" + "".join(f"{share:13.3f}" for share in overall))
    report(f"{'mean':12}{'':7}" + "".join(f"{share:13.3f}" for share in mean))


def write_expected(program):
    """Requests with torch's answers: each snippet of samples/snippets.json alone, then batches with padding."""
    snippets = json.loads((SAMPLES / "snippets.json").read_text(encoding="utf-8"))
    by_language = {snippet["language"]: snippet["text"].encode() for snippet in snippets}
    texts = [by_language[language] for language in LANGUAGES]
    wrong = [language for language, found in zip(LANGUAGES, answers(program, texts)) if language != LANGUAGES[found]]
    if wrong:
        raise SystemExit(f"the snippets of these languages are not recognised: {', '.join(wrong)}")

    every = list(range(len(texts)))
    batches = [[i] for i in every] + [every[:4], every]
    cases = [case(program, [texts[i] for i in rows], [LANGUAGES[i] for i in rows]) for rows in batches]
    cases.append(case(program, [texts[0], b"", b"x"], [LANGUAGES[0], None, None]))  # nothing, and nothing to go by
    write_json(EXPECTED / "language.json", {"cases": cases})


def case(program, texts, languages):
    text, length = pad(texts)
    return {
        "languages": languages,
        "inputs": [tensor("text", text), tensor("length", length)],
        "outputs": [tensor("probabilities", program(text, length))],
    }


def main():
    make_repeatable(seed=1)
    started = time.monotonic()
    training, held_out = training_and_held_out(Path(sys.argv[1]) if len(sys.argv) > 1 else default_cache())
    report(f"texts ready after {time.monotonic() - started:.0f} s")
    started = time.monotonic()
    trained = train(training, seed=1)
    report(f"trained in {time.monotonic() - started:.0f} s")

    program = save_program(trained, REPOSITORY / "language" / "1" / "model.pt")
    write_labels("language", LANGUAGES)
    with torch.inference_mode():
        report_accuracy(program, held_out)
        write_expected(program)


if __name__ == "__main__":
    main()
