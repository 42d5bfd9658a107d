"""Print by how much the library differs from torch, transformers and TRL, at most.

PYTHONPATH=src:tests python tests/oracles/parity.py
"""

import platform
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import datasets
import numpy as np
import posttraining
import torch
import transformers
import trl
from llama import exported_logits, llama_gradients, llama_train, schedule_of
from models import CASES, N_STEPS, N_WARMUP, PEAK, gradients, make, train
from nodes import NODES, inputs, run
from torch_nodes import torch_run
from torch_posttraining import torch_run as torch_loss
from trl_trainers import trl_dpo, trl_grpo, trl_reward_model

from lessoncode import export
from lessoncode.checkpoints import Checkpoint
from lessoncode.optimizer import warmup_cosine
from lessoncode.tensor import Array
from lessoncode.transformer import Transformer
from lessoncode.words import Words

N_SEEDS, N_LOSS_SEEDS = 20, 5
LOSSES = {
    "kl": "estimates of the divergence",
    "reward model": "reward model",
    "dpo": "DPO",
    "grpo": "GRPO",
    "ppo": "PPO",
}
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


def show(what: str, *pairs: Pair) -> None:
    """One row: the largest difference as a share of the largest number of its array."""
    share = max(np.abs(ours - theirs).max() / np.abs(theirs).max() for ours, theirs in pairs)
    print(f"| {what} | {share:.0e} |")


if __name__ == "__main__":
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    datasets.disable_progress_bars()
    versions = (
        f"torch {torch.__version__}, transformers {transformers.__version__}, TRL {trl.__version__}"
    )
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {versions}\n")
    print("| computed by both | largest difference |\n|---|---|")
    show(f"{len(NODES)} operations, results and gradients, {N_SEEDS} seeds", *node_pairs())
    logits, grads = model_pairs()
    show(f"logits of {len(CASES)} small models", *logits)
    show("gradients of all their parameters", *grads)
    losses, norms, weights = training_pairs()
    show(f"{N_STEPS} steps of training: losses", *losses)
    show("gradient norms before clipping", *norms)
    show("learning rates, warm-up and cosine", rate_pair())
    show(f"weights after the {N_STEPS} steps", *weights)
    doubles, singles = export_pairs()
    show("logits of the exported models", *doubles)
    show("the same in float32", *singles)
    for loss, what in LOSSES.items():
        show(f"{what}, losses and gradients, {N_LOSS_SEEDS} seeds", *loss_pairs(loss))
    show("DPO's loss and gradients by TRL's trainer", *trl_pairs(trl_dpo))
    show("GRPO's", *trl_pairs(trl_grpo))
    show("the reward model's", *trl_pairs(trl_reward_model))
