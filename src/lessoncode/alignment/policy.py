"""A model that learns from rewards: what PPO, GRPO and DPO have in common.

    >>> from lessoncode.alignment.policy import Policy, prompts_and_answers
    >>> from lessoncode.model.table import Table
    >>> policy = Policy(Table(np.zeros((39, 3))), end_id=0, n_tokens=2)
    >>> prompts_and_answers(policy.sample([[1], [2]], np.random.default_rng(0)))
    [([1], [1, 0]), ([2], [0])]

A policy pi answers prompts; its reference ref is the policy before training. All three maximise

    J(pi) = mean over prompts x and answers y ~ pi(. | x) of
            r(x, y) - beta log(pi(y | x) / ref(y | x))

where an answer's log-probability is the sum over its tokens, the end token included:

    log pi(y | x) = sum over t of  log pi(y_t | x, y_1 ... y_(t-1))

Each algorithm has `parameters` and yields `losses`, and `improve` descends them, so one algorithm
can replace another.

Source: Ziegler et al. 2019, "Fine-Tuning Language Models from Human Preferences", arXiv 1909.08593.

Differs in:
1. The temperature is always 1: answers are drawn with the probabilities that the losses use.
2. There is no weight decay. It would pull the parameters towards a second reference, zero.

Checked against: the exact optimum of a world whose answers can all be listed (see `optimum`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import as_many, count, finite, not_negative, shape
from lessoncode.model.generate import generate_answers
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.layers import Ids, check_ids, log_prob, masked
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch, answer_row, padded
from lessoncode.training.loop import Step, descend
from lessoncode.training.optimizer import AdamW, schedule

Prompts: TypeAlias = Sequence[Sequence[int]]
Reward: TypeAlias = Callable[[Batch], Array]  # -> [batch]


class Policy:
    """A model with its reference, a frozen copy of the model as it was when the policy was made.

    Answers end with `end_id`, or after `n_tokens` without it. Raises ValueError for an `end_id`
    below 0 or `n_tokens` below 1.
    """

    def __init__(self, model: LanguageModel, end_id: int, n_tokens: int) -> None:
        count(0, end_id=end_id)
        count(n_tokens=n_tokens)
        self.model, self.reference = model, model.frozen()
        for p in self.reference.parameters.values():
            p.data = p.data.copy()
        self.end_id, self.n_tokens = end_id, n_tokens

    def sample(self, prompts: Prompts, rng: np.random.Generator) -> Batch:
        """Draw one answer to each prompt; return a batch whose weights mark the answers."""
        answers = generate_answers(self.model, prompts, self.n_tokens, rng, stop=self.end_id)
        return answered(prompts, answers)

    def log_probs(self, batch: Batch) -> Tensor:
        """The log-probability of each answer token, in nats, 0 elsewhere: [batch, n_seq]."""
        return answer_log_probs(self.model, batch)

    def reference_log_probs(self, batch: Batch) -> Array:
        """The reference's log-probability of each answer token, 0 elsewhere: [batch, n_seq].

        Raises ValueError if one has probability 0, since the divergence would be infinite.
        """
        log_p = answer_log_probs(self.reference, batch).data
        n_never = int(np.isneginf(log_p).sum())
        if n_never:
            message = f"the reference gives {n_never} of these tokens"
            raise ValueError(f"{message} no probability at all")
        return log_p


def answer_log_probs(model: LanguageModel, batch: Batch) -> Tensor:
    """The log-probability of each token of the answers, 0 elsewhere: [batch, n_seq]."""
    log_p = log_prob(model(batch.ids), batch.targets)
    return masked(log_p, answer_mask(batch))


def answer_mask(batch: Batch) -> npt.NDArray[np.bool_]:
    """Which targets belong to an answer: booleans [batch, n_seq].

    Raises ValueError if a row has no answer, and unless each id has a target and a weight >= 0.
    """
    ids, targets, given = batch
    shape("ids", ids, "batch", "n_seq")
    shape("targets", targets, *ids.shape)
    if given is not None:
        shape("weights", given, *ids.shape)
        not_negative(weights=given)
    if given is None or not given.any(-1).all():
        message = "a row has no answer"
        raise ValueError(f"{message}: give its tokens the weight 1")
    return given > 0


def answered(prompts: Prompts, answers: Prompts) -> Batch:
    """Prompts with their answers as one batch; the weights are 1 for an answer's tokens, else 0.

    Raises ValueError unless there is an answer for each, and if a prompt or an answer is empty.
    """
    as_many(prompts=prompts, answers=answers)
    for name, texts in ("a prompt", prompts), ("an answer", answers):
        if not all(map(len, texts)):
            raise ValueError(f"{name} is empty: give at least the end-of-text token")
    return padded([answer_row(*pair) for pair in zip(prompts, answers, strict=True)])


def prompts_and_answers(batch: Batch) -> list[tuple[list[int], list[int]]]:
    """The prompt and the answer of each row, as ids."""
    pairs = []
    masks = answer_mask(batch)
    for row in zip(batch.ids, batch.targets, masks, strict=True):
        ids, targets, mask = row
        prompt = ids[: mask.argmax() + 1]
        pairs.append((prompt.tolist(), targets[mask].tolist()))
    return pairs


def some_rows(batch: Batch, which: Ids) -> Batch:
    """The rows `which` of a batch, in this order. Raises IndexError for a row that is not there."""
    ids, targets, weights = batch
    shape("rows", which, "n")
    check_ids("rows", which, len(ids))
    return Batch(ids[which], targets[which], None if weights is None else weights[which])


def rewarded(reward: Reward, batch: Batch) -> Array:
    """The reward of each answer: -> [batch]. Raises ValueError unless each is a finite number."""
    rewards = np.asarray(reward(batch))
    shape("rewards", rewards, len(batch.ids))
    finite(rewards=rewards)
    return rewards


class Algorithm(Protocol):
    """An algorithm for `improve`: `DPO`, `GRPO`, `PPO` or `RewardModel`."""

    @property
    def parameters(self) -> Mapping[str, Tensor]:
        """The parameters that the algorithm changes, by their names."""

    def losses(self, rng: np.random.Generator) -> Iterator[Tensor]:
        """Yield losses, endlessly; each is made from the parameters as the last step left them."""


def improve(
    losses: Iterable[Tensor],
    parameters: Mapping[str, Tensor],
    n_steps: int,
    peak: float,
    n_warmup: int = 10,
) -> Iterator[Step]:
    """Descend the losses one by one, and yield after every step.

    The rate rises to `peak` and falls to 0. Ctrl-C and errors work as in `training.loop.train`, but
    a wrong argument is refused at once.
    """

    def drawn() -> Iterator[float]:
        for loss in losses:
            loss.backward()
            yield loss.data.item()

    optimizer = AdamW(parameters, weight_decay=0.0)
    return descend(drawn(), optimizer, schedule(n_steps, n_warmup, peak))
