"""The page "Train on your own text": a small model that learns a text, a few steps at a time.

    >>> from lessoncode.play.train import Run
    >>> from lessoncode.worlds.lighthouse import LOG
    >>> run = Run(LOG.read_text("utf-8"), "medium", seed=0)
    >>> len(run.lines), len(run.aside), run.model.n_parameters
    (62, 7, 68256)

Each line of the text is a document. A tenth of the lines is held out: neither the tokenizer nor the
model learns from them. The training is that of `training.loop`, in float64. `start` begins it, and
each call of `more` continues it for a quarter of a second. To stop, the page no longer calls.

Checked against: the same training by the library's own parts, and lines divided by hand.
"""

import base64
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap
from typing import Any

import numpy as np

from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.checks import count
from lessoncode.model.generate import generate_batch
from lessoncode.model.sampling import Sampling
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.play.tasks import Order, Tell, check_text
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.ngram import NGram
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train

SIZES: dict[str, dict[str, Any]] = {
    "small": {"n_embd": 32, "n_layer": 1, "n_hidden": 64},
    "medium": {"n_embd": 48, "n_layer": 2, "n_hidden": 96},
    "large": {"n_embd": 64, "n_layer": 2, "n_hidden": 128},
}
MOST = 20_000  # bytes of text
LONGEST = 200  # characters in a line; longer ones are cut at a space
LEAST = 10  # lines, one of which is held out
N_MERGES, N_STEPS, PEAK = 200, 300, 3e-3
MEASURED = 10  # steps from one measurement to the next
SOME = 64  # lines, at most, that are measured of those it learns
WRITES = (50, 100, 200, 300)  # the steps after which the model writes
SECONDS = 0.25  # for each call of `more`


def divided(text: str) -> tuple[list[str], list[str]]:
    """The lines to learn from, and the tenth that is held out.

    A line that equals one held out is not learned. Raises ValueError, with a sentence for the
    reader, for a text that is empty, too short, too long, or all the same.
    """
    if not text.strip():
        raise ValueError("Your text is empty. Type or paste a page or two first.")
    check_text(text)
    size = len(text.encode())
    if size > MOST:
        raise ValueError(f"Your text has {size:,} bytes. The limit here is {MOST:,}.")
    how: dict[str, Any] = {"break_on_hyphens": False, "replace_whitespace": False}
    lines = [part for line in text.splitlines() for part in wrap(line, LONGEST, **how)]
    if len(lines) < LEAST:
        found = f"Your text has {len(lines)} line{'s' * (len(lines) > 1)}"
        raise ValueError(f"{found}. It needs at least {LEAST}, one of which is held out.")
    aside = lines[4::10]
    learned = [line for line in lines if line not in aside]
    if not learned:
        raise ValueError(
            "All lines of your text are the same. What is held out must not be learned, "
            "so nothing is left to learn from."
        )
    return learned, aside


class Run:
    """One training of a new model on a text.

    Raises ValueError as `divided` does, for a size that is not in `SIZES`, and a negative seed.
    """

    def __init__(self, text: str, size: str, seed: int) -> None:
        count(0, seed=seed)
        if size not in SIZES:
            raise ValueError(f"size is {size!r}: give one of {', '.join(SIZES)}")
        self.lines, self.aside = divided(text)
        ranks = bpe_training.train("\n".join(self.lines), N_MERGES)
        self.end, self.seed = len(ranks), seed
        self.tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {"<|endoftext|>": self.end})
        learned = [self.tokenizer.encode(line) for line in self.lines]
        rng = np.random.default_rng(seed)
        n_vocab = self.tokenizer.n_vocab
        config = Config(n_vocab, n_head=4, n_kv_head=4, **SIZES[size])
        self.model = Transformer.initial(config, rng, np.float64)
        rows = packed_batches(learned, self.end, n_batch=16, n_seq=32, rng=rng)
        self.steps = train(self.model, rows, N_STEPS, PEAK)
        some = self.lines[:: math.ceil(len(self.lines) / SOME)]
        self.measured = {"learned": some, "held_out": self.aside}
        bigrams = NGram(learned, 2, n_vocab, self.end)
        unseen = [self.tokenizer.encode(line) for line in self.aside]
        self.bigrams = bits(list(map(bigrams.log_probs, unseen)), self.aside)
        evenly = [np.full(len(ids) + 1, -math.log(n_vocab)) for ids in unseen]
        self.uniform = bits(evenly, self.aside)

    def events(self) -> Iterator[dict[str, Any]]:
        """Train, and yield the number of each step, with what was measured or written after it."""
        yield {"step": 0, **self.bits()}
        for step in self.steps:
            yield {"step": step.number, **(self.bits() if step.number % MEASURED == 0 else {})}
            if step.number in WRITES:
                yield {"step": step.number, **self.written()}

    def bits(self) -> dict[str, float]:
        """Bits per byte on lines it learns and on lines held out; a line's end counts as a byte."""
        found = {}
        for name, lines in self.measured.items():
            documents = [self.tokenizer.encode(line) for line in lines]
            found[name] = bits(token_log_probs(self.model.frozen(), documents, self.end), lines)
        return found

    def written(self) -> dict[str, Any]:
        """Three lines by the model, and their longest piece that is also in the lines it learns."""
        how = np.random.default_rng(self.seed), Sampling(temperature=0.7)
        drawn = generate_batch(self.model, [[self.end]] * 3, 40, *how, stop=self.end)
        lines = [self.tokenizer.decode([i for i in row if i != self.end]) for row in drawn.tolist()]
        source = "\n".join(self.lines)
        return {"lines": lines, "copied": max((copied(x, source) for x in lines), key=len)}


def bits(log_probs: Sequence[Array], lines: Sequence[str]) -> float:
    """Bits per byte, from log-probabilities in nats; each line's end counts as a byte."""
    n_bytes = sum(len(line.encode()) + 1 for line in lines)
    return float(-np.concatenate(log_probs).sum() / np.log(2) / n_bytes)


def copied(text: str, source: str) -> str:
    """The longest piece of a text that the source contains."""
    start = length = 0
    for i in range(len(text)):
        while i + length < len(text) and text[i : i + length + 1] in source:
            start, length = i, length + 1
    return text[start : start + length]


class Session:
    """What one call leaves for the next."""

    run: Run | None = None
    events: Iterator[dict[str, Any]] = iter(())


LOST = {"error": "The model was lost when Python stopped. Train it again."}


def start(order: Order, tell: Tell) -> dict[str, Any]:
    """Replace the last model with a new one for the order's "text", "size" and "seed"."""
    try:
        run = Run(order["text"], order["size"], order["seed"])
    except ValueError as error:
        return {"error": str(error)}
    Session.run, Session.events = run, run.events()
    return {
        "n_steps": N_STEPS,
        "lines": [len(run.lines), len(run.aside)],
        "parameters": run.model.n_parameters,
        "uniform": run.uniform,
        "bigrams": run.bigrams,
    }


def more(order: Order, tell: Tell) -> dict[str, Any]:
    """Train for a while. Returns the events since the last call, and whether training ended."""
    if Session.run is None:
        return LOST
    found: list[dict[str, Any]] = []
    began = time.monotonic()
    try:
        while time.monotonic() - began < SECONDS:
            event = next(Session.events, None)
            if event is None:
                return {"events": found, "ended": True}
            found.append(event)
    except FloatingPointError as error:
        return {"error": f"The training broke down: {error}."}
    return {"events": found, "ended": False}


def keep(order: Order, tell: Tell) -> dict[str, Any]:
    """The model as the file that `checkpoints.load` reads, in base64."""
    if Session.run is None:
        return LOST
    with TemporaryDirectory() as folder:
        name = f"{folder}/model"
        try:
            checkpoints.save(name, Session.run.model, Session.run.tokenizer)
        except ValueError as error:
            return {"error": str(error)}
        return {"npz": base64.b64encode(Path(f"{name}.npz").read_bytes()).decode()}
