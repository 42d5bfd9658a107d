"""By how much the library differs from torch, transformers and TRL, at most.

PYTHONPATH=src:tests python tests/oracles/parity.py

writes the table into guide/parity.md anew.
"""

import platform
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import datasets
import numpy as np
import posttraining
import torch
import transformers
import trl
from hugging_face import smollm_logits, smollm_tokenizer
from llama import exported_logits, llama_gradients, llama_train, schedule_of
from models import CASES, N_STEPS, N_WARMUP, PEAK, gradients, make, train
from nodes import NODES, inputs, run
from prompts import prompts
from test_sampling import TEMPERATURES, TOP_K, TOP_P, warped
from torch_nodes import torch_run
from torch_posttraining import torch_run as torch_loss
from trl_trainers import trl_dpo, trl_grpo, trl_reward_model
from varied import texts

from lessoncode.model.sampling import Sampling, next_token_probabilities
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Transformer
from lessoncode.pretrained import export, smollm
from lessoncode.text.words import Words
from lessoncode.training.checkpoints import Checkpoint
from lessoncode.training.optimizer import warmup_cosine

N_SEEDS, N_LOSS_SEEDS = 20, 5
N_TEXTS = 10_000
LOSSES = {
    "kl": "kl",
    "reward model": "preferences, rewards",
    "dpo": "dpo",
    "grpo": "grpo",
    "ppo": "ppo",
}
MEASURED_BY = "../tests/oracles/parity.py"
LOCK = "../requirements-oracle.lock"
PAGE = Path(__file__).parents[2] / "guide/parity.md"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
Pair = tuple[Array, Array]  # ours and theirs


def node_pairs() -> Iterator[Pair]:
    """Results and gradients of every node."""
    for name in NODES:
        for seed in range(N_SEEDS):
            arrays = inputs(name, seed)
            ours, theirs = run(name, arrays), torch_run(name, arrays)
            yield from ((ours[key], theirs[key]) for key in theirs)


def model_pairs() -> tuple[list[Pair], list[Pair]]:
    """The logits of every model, and its gradients."""
    logits, grads = [], []
    for name in CASES:
        (ours, our_grads), (theirs, their_grads) = gradients(name), llama_gradients(name)
        logits.append((ours, theirs))
        grads += [(our_grads[key], their_grads[key]) for key in their_grads]
    return logits, grads


def training_pairs() -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Of ten steps: losses, gradient norms before clipping, and the weights in the end."""
    losses, norms, weights = [], [], []
    for name in CASES:
        ours, theirs = train(name), llama_train(name)
        losses.append((np.array(ours[0]), np.array(theirs[0])))
        norms.append((np.array(ours[1]), np.array(theirs[1])))
        weights += [(ours[2][key], theirs[2][key]) for key in theirs[2]]
    return losses, norms, weights


def rate_pair() -> Pair:
    """The learning rates of ten steps."""
    optimizer = torch.optim.AdamW([torch.zeros(1)], lr=PEAK)
    schedule, ours, theirs = schedule_of(optimizer), [], []
    for step in range(N_STEPS):
        ours.append(warmup_cosine(step, N_STEPS, N_WARMUP, PEAK, PEAK / 10))
        theirs.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return np.array(ours), np.array(theirs)


def export_pairs() -> tuple[list[Pair], list[Pair]]:
    """The logits of every model and of its export, in float64 and in float32."""
    doubles, singles = [], []
    for name in CASES:
        model, ids, *_ = make(name)
        weights = {key: p.data.astype(np.float32) for key, p in model.parameters.items()}
        single = Transformer(model.config, weights)
        with TemporaryDirectory() as folder:
            export.write(Checkpoint(single, Words([]), {}), folder)
            doubles.append(exported_logits(single, Path(folder), ids))
            theirs = transformers.AutoModelForCausalLM.from_pretrained(folder)
        with torch.no_grad():
            singles.append((single(ids).data, theirs(torch.tensor(ids)).logits.numpy()))
    return doubles, singles


def loss_pairs(loss: str) -> Iterator[Pair]:
    """Losses and gradients of one algorithm of post-training, with all its settings."""
    for name, case in posttraining.CASES.items():
        for seed in range(N_LOSS_SEEDS if case.loss == loss else 0):
            arrays = posttraining.inputs(name, seed)
            ours, theirs = posttraining.run(name, arrays), torch_loss(name, arrays)
            # A group of equals has advantages of 0, to the bit.
            yield from ((ours[key], theirs[key]) for key in theirs if theirs[key].any())


def trl_pairs(compare: Callable[[Path], list[Pair]]) -> list[Pair]:
    """What a trainer of TRL computes, which likes to have a folder."""
    with TemporaryDirectory() as folder:
        return compare(Path(folder))


class Row(NamedTuple):
    """One line of the table."""

    modules: str
    oracle: str
    compared: str
    difference: float  # the largest, as a share of the largest number of its array


def row(modules: str, oracle: str, compared: str, pairs: Iterable[Pair]) -> Row:
    shares = (np.abs(ours - theirs).max() / np.abs(theirs).max() for ours, theirs in pairs)
    return Row(modules, oracle, compared, max(shares))


def warper_pairs() -> Iterator[Pair]:
    """Probabilities by temperature, top k and top p."""
    logits = np.random.default_rng(0).normal(0, 2, (200, 50))
    for setting in product(TEMPERATURES, TOP_K, TOP_P):
        yield next_token_probabilities(logits, Sampling(*setting)), warped(logits, *setting)


def smollm_pairs() -> Iterator[Pair]:
    """SmolLM2's logits for ten prompts, in float32."""
    model, tokenizer = smollm.load()
    for ids in prompts(tokenizer):
        yield model([ids]).data[0], smollm_logits(ids)


def differing_ids() -> float:
    """The share of texts for which SmolLM2's ids differ."""
    tokenizer, theirs = smollm.load().tokenizer, smollm_tokenizer()
    differ = [tokenizer.encode(text) != theirs(text) for text in texts(N_TEXTS, seed=1)]
    return float(np.mean(differ))


def rows() -> Iterator[Row]:
    """The table, line by line."""
    compared = f"{len(NODES)} operations, results and gradients, {N_SEEDS} seeds"
    yield row("tensor, layers, attention", "torch", compared, node_pairs())
    logits, grads = model_pairs()
    llama = "transformers: `LlamaForCausalLM`"
    yield row("transformer", llama, f"logits of {len(CASES)} small models", logits)
    yield row("transformer", llama, "gradients of all their parameters", grads)
    losses, norms, weights = training_pairs()
    adamw = "torch: `AdamW`, `clip_grad_norm_`"
    yield row("optimizer, training", adamw, f"{N_STEPS} steps: losses", losses)
    yield row("optimizer", adamw, "gradient norms before clipping", norms)
    yield row("optimizer", adamw, f"weights after the {N_STEPS} steps", weights)
    yield row("optimizer", "torch: `LinearLR`, `CosineAnnealingLR`", "rates", [rate_pair()])
    yield row("generate", "transformers: its warpers", "probabilities", warper_pairs())
    doubles, singles = export_pairs()
    exported = "logits of what was exported"
    yield row("export, llama_format", llama, exported, doubles)
    yield row("export, llama_format", llama, f"{exported}, float32", singles)
    for loss, module in LOSSES.items():
        compared = f"losses and gradients, {N_LOSS_SEEDS} seeds"
        yield row(module, "torch, line by line", compared, loss_pairs(loss))
    compared = "loss and gradients"
    yield row("rewards", "TRL: `RewardTrainer`", compared, trl_pairs(trl_reward_model))
    yield row("dpo", "TRL: `DPOTrainer`", compared, trl_pairs(trl_dpo))
    compared = "loss and gradients, from the same advantages"
    yield row("grpo", "TRL: `GRPOTrainer`", compared, trl_pairs(trl_grpo))
    compared = "SmolLM2's logits, ten prompts, float32"
    yield row("smollm, llama_gguf, gguf_file", llama, compared, smollm_pairs())
    compared = f"SmolLM2's ids, {N_TEXTS // 1000} thousand texts"
    yield Row("smollm, bpe", "tokenizers", compared, differing_ids())


def table(measured: Iterable[Row]) -> str:
    """The rows in Markdown, with what they were measured with."""
    lines = ["| module | beside | compared | largest difference |", "|---|---|---|---|"]
    for modules, oracle, compared, difference in measured:
        share = power(difference) if difference else "0"
        lines.append(f"| {modules} | {oracle} | {compared} | [{share}]({MEASURED_BY}) |")
    names = {"torch": torch, "transformers": transformers, "TRL": trl, "NumPy": np}
    versions = ", ".join(f"{name} {module.__version__}" for name, module in names.items())
    versions += f", Python {platform.python_version()}"
    return "\n".join(lines) + f"\n\nMeasured with {versions}, as in [its lock]({LOCK}).\n"


def power(share: float) -> str:
    """A share as pages write it, like 8 × 10⁻¹⁶."""
    digit, _, exponent = f"{share:.0e}".partition("e")
    return f"{digit} × 10{str(int(exponent)).translate(RAISED)}"


def number(share: str) -> float:
    """The same the other way round."""
    lowered = str.maketrans({sign: chr(digit) for digit, sign in RAISED.items()})
    return float(share.replace(" × 10", "e").translate(lowered))


def shown() -> list[Row]:
    """The rows that the page shows."""
    cells = (line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines())
    found = [cell for cell in cells if len(cell) == 4][1:]
    return [
        Row(modules, oracle, what, number(share.split("]")[0].strip("[")))
        for modules, oracle, what, share in found
    ]


if __name__ == "__main__":
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    datasets.disable_progress_bars()
    before, _, rest = PAGE.read_text().partition("| module |")
    after = rest.partition("\n\n")[2].partition("\n")[2]
    written = table(rows())
    PAGE.write_text(before + written + after)
    print(written)
