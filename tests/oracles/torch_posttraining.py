"""The losses of post-training, line by line as the papers print them, in torch.

One answer after the other and one token after the other: no masks, no arrays of tokens.
"""

from collections.abc import Callable
from typing import Any

import torch
from posttraining import CASES
from torch.nn import functional

from lessoncode.model.tensor import Array


def answers(a: dict[str, Array], logits: torch.Tensor) -> list[list[torch.Tensor]]:
    """log pi(y_t | x, y_<t) of every token of every answer."""
    found = []
    for row, targets, mask in zip(logits, a["targets"], a["mask"], strict=True):
        log_p = torch.log_softmax(row, -1)
        found.append([log_p[t, targets[t]] for t in range(len(mask)) if mask[t]])
    return found


def whole(a: dict[str, Array], tokens: list[list[torch.Tensor]]) -> torch.Tensor:
    """Numbers of tokens in their places of [n_answers, n_seq], 0 elsewhere."""
    rows = []
    for mask, row in zip(a["mask"], tokens, strict=True):
        rest = iter(row)
        zero = torch.zeros((), dtype=torch.float64)
        rows.append(torch.stack([next(rest) if m else zero for m in mask]))
    return torch.stack(rows)


def bradley_terry(a: dict[str, Array], scores: list[torch.Tensor], soft: bool) -> torch.Tensor:
    losses = []
    for i, j, p in zip(a["better"], a["worse"], a["labels"], strict=True):
        wins = functional.logsigmoid(scores[i] - scores[j])
        loses = functional.logsigmoid(scores[j] - scores[i])
        losses.append(-p * wins - (1 - p) * loses if soft else -wins)
    return torch.stack(losses)


def kl(a: dict[str, Array], t: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
    k1, k3 = [], []
    new, ref = answers(a, t["logits"]), answers(a, t["reference"])
    for row, ref_row in zip(new, ref, strict=True):
        # Schulman 2020: x is drawn from q = pi, p = ref, r = p / q.
        ratios = [(p - q).exp() for q, p in zip(row, ref_row, strict=True)]
        k1.append([-r.log() for r in ratios])
        k3.append([(r - 1) - r.log() for r in ratios])
    return {"loss": whole(a, k3), "k1": whole(a, k1)}


def dpo(
    a: dict[str, Array], t: dict[str, torch.Tensor], beta: float, soft: bool = False, **_: Any
) -> dict[str, torch.Tensor]:
    """Rafailov et al. 2023, equation 7."""
    new, ref = answers(a, t["logits"]), answers(a, t["reference"])
    rewards = [beta * (sum(p) - sum(q)) for p, q in zip(new, ref, strict=True)]
    return {"loss": bradley_terry(a, rewards, soft)}


def reward_model(
    a: dict[str, Array], t: dict[str, torch.Tensor], soft: bool = False, **_: Any
) -> dict[str, torch.Tensor]:
    """Ouyang et al. 2022, equation 1, without the mean over pairs."""
    scores = []
    for hidden, mask in zip(t["hidden"], a["mask"], strict=True):
        last = max(i for i in range(len(mask)) if mask[i]) + 1  # that target as an input
        scores.append(t["head"][0] @ hidden[last])
    return {"loss": bradley_terry(a, scores, soft), "scores": torch.stack(scores)}


def clipped(ratio: torch.Tensor, advantage: torch.Tensor, clip: float) -> torch.Tensor:
    return torch.min(ratio * advantage, torch.clamp(ratio, 1 - clip, 1 + clip) * advantage)


def grpo(
    a: dict[str, Array],
    t: dict[str, torch.Tensor],
    beta: float,
    n_group: int,
    clip: float = 0.2,
    kl_in: str = "loss",
    by_std: bool = True,
    by_length: bool = True,
) -> dict[str, torch.Tensor]:
    """Shao et al. 2024, equations 3 and 4 and section 4.1.2, for each answer."""
    new, old, ref = (answers(a, t[key]) for key in ("logits", "old", "reference"))
    rewards = list(torch.tensor(a["rewards"]))
    if kl_in == "reward":
        for i in range(len(rewards)):
            rewards[i] = rewards[i] - beta * (sum(old[i]) - sum(ref[i])).detach()
    advantages, losses = [], []
    for i in range(len(rewards)):
        start = i // n_group * n_group
        group = torch.stack(rewards[start : start + n_group])
        advantage = rewards[i] - group.mean()
        if by_std:
            advantage = advantage / (group.std(correction=0) + 1e-4)
        total = torch.zeros((), dtype=torch.float64)
        for p, p_old, p_ref in zip(new[i], old[i], ref[i], strict=True):
            total = total + clipped((p - p_old.detach()).exp(), advantage, clip)
            if kl_in == "loss":
                ratio = p_ref.exp() / p.exp()
                total = total - beta * (ratio - ratio.log() - 1)
        losses.append(-total / len(new[i]) if by_length else -total)
        advantages.append(advantage)
    return {"loss": torch.stack(losses), "advantages": torch.stack(advantages)}


def ppo(
    a: dict[str, Array],
    t: dict[str, torch.Tensor],
    beta: float,
    clip: float = 0.2,
    gae_lambda: float = 0.95,
    **_: Any,
) -> dict[str, torch.Tensor]:
    """Schulman et al. 2017, equation 7; 2016, equation 16, as a sum; Ouyang et al. 2022."""
    new, old, ref = (answers(a, t[key]) for key in ("logits", "old", "reference"))
    losses, all_advantages = [], []
    for i, mask in enumerate(a["mask"]):
        places = [k for k in range(len(mask)) if mask[k]]
        v_new = [t["values"][i, k] for k in places]
        v_old = [t["old values"][i, k] for k in places] + [torch.zeros(())]
        n = len(places)
        rewards = [-beta * (old[i][k] - ref[i][k]).detach() for k in range(n)]
        rewards[-1] = rewards[-1] + a["rewards"][i]
        deltas = [rewards[k] + v_old[k + 1] - v_old[k] for k in range(n)]
        advantages = [
            sum((gae_lambda ** (m - k) * deltas[m] for m in range(k, n)), torch.zeros(()))
            for k in range(n)
        ]
        total = torch.zeros((), dtype=torch.float64)
        for k in range(n):
            ratio = (new[i][k] - old[i][k].detach()).exp()
            target = advantages[k] + v_old[k]
            near = v_old[k] + torch.clamp(v_new[k] - v_old[k], -clip, clip)
            miss = torch.max((v_new[k] - target) ** 2, (near - target) ** 2) / 2
            total = total - clipped(ratio, advantages[k], clip) + miss
        losses.append(total)
        all_advantages.append(advantages)
    return {"loss": torch.stack(losses), "advantages": whole(a, all_advantages)}


LOSSES: dict[str, Callable[..., dict[str, torch.Tensor]]] = {
    "kl": kl,
    "dpo": dpo,
    "reward model": reward_model,
    "grpo": grpo,
    "ppo": ppo,
}


def torch_run(name: str, arrays: dict[str, Array]) -> dict[str, Array]:
    """What `posttraining.run` returns, computed by torch."""
    case = CASES[name]
    learned = "logits", "values", "hidden", "head"
    t = {key: torch.tensor(array) for key, array in arrays.items()}
    for key in learned:
        t[key].requires_grad_()
    settings = case.settings | ({"n_group": case.n_group} if case.loss == "grpo" else {})
    results = LOSSES[case.loss](arrays, t, **settings)
    results["loss"].mean().backward()
    grads = {f"grad {key}": t[key].grad.numpy() for key in learned if t[key].grad is not None}
    return {key: value.detach().numpy() for key, value in results.items()} | grads
