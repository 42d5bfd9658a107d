"""Train mixtures of experts, and read several from a checkpoint.

    >>> from lessoncode.model.mixture import MixtureConfig, MixtureTransformer
    >>> from lessoncode.training.batches import packed_batches
    >>> from lessoncode.training.mixtures import train_mixture
    >>> rng = np.random.default_rng(0)
    >>> model = MixtureTransformer.initial(MixtureConfig(3, 8, 1, 2, 2, 4), rng)
    >>> batches = packed_batches([[1, 2, 1]], 0, 8, 2, rng)
    >>> steps = list(train_mixture(model, batches, n_steps=50, peak=0.01, balance=0.01))

The loss adds the balance of `model.mixture`, averaged over the layers:

    loss = cross-entropy + balance * (E sum over experts of  f_e P_e)

Both parts count only positions whose weight is above 0. Nothing is predicted at the others, so no
expert is of use there, and a router could balance its choices there instead of where it matters.

Source: Fedus, Zoph and Shazeer 2021, "Switch Transformers", arXiv 2101.03961, equations 4 to 6.

Differs in: The paper counts all tokens of a batch for the balance.

Checked against: the sums by hand, and the weights that were saved.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from lessoncode.model.checks import number
from lessoncode.model.layers import cross_entropy
from lessoncode.model.mixture import MixtureConfig, MixtureTransformer, balance_loss
from lessoncode.model.tensor import Tensor
from lessoncode.model.transformer import Transformer
from lessoncode.training.batches import Batch, normalized
from lessoncode.training.checkpoints import Checkpoint
from lessoncode.training.collection import named_weights
from lessoncode.training.loop import Step, descend
from lessoncode.training.optimizer import AdamW, schedule


def batch_loss(model: MixtureTransformer, batch: Batch, balance: float) -> Tensor:
    """The loss of the module's formula.

    Raises ValueError if all weights are 0, or one of them or the balance is negative or not finite.
    """
    number(balance=balance)
    ids, targets, weights = batch
    if weights is None:
        weights = np.ones(ids.shape)
    shares = normalized(weights)
    routers: list[Tensor] = []
    for _, place, h in model.stream(ids):
        x = h
        if place == "router":
            routers.append(h)
    loss = cross_entropy(model.logits(x), targets, shares)
    for logits in routers:
        # [batch, n_seq, n_expert] -> [places that count, n_expert]
        even = balance_loss(logits[weights > 0], model.config.n_active)
        loss = loss + even * (balance / len(routers))
    return loss


def train_mixture(
    model: MixtureTransformer,
    batches: Iterable[Batch],
    n_steps: int,
    peak: float,
    balance: float,
    n_warmup: int = 20,
) -> Iterator[Step]:
    """Train as `loop.train` does, with the balance in the loss."""

    def losses() -> Iterator[float]:
        for batch in batches:
            loss = batch_loss(model, batch, balance)
            grads = loss.gradients()
            for p in model.parameters.values():
                p.grad = grads.get(p)
            yield float(loss.data)

    number(peak=peak)
    rates = schedule(n_steps, n_warmup, peak, peak / 10)
    yield from descend(losses(), AdamW(model.parameters), rates)


def dense_and_mixtures(
    checkpoint: Checkpoint, config: MixtureConfig
) -> tuple[dict[str, Transformer], dict[str, MixtureTransformer]]:
    """The dense models and the mixtures that `collection.arrays_of` has named, each by its name.

    Mixtures, the models with a router, get `config`, and the others that of the checkpoint. All are
    float32, with arrays of their own. Raises ValueError if one does not fit its config.
    """
    dense, mixtures = {}, {}
    for name, w in named_weights(checkpoint).items():
        if any(key.endswith("router") for key in w):
            mixtures[name] = MixtureTransformer(config, w)
        else:
            dense[name] = Transformer(checkpoint.model.config, w)
    return dense, mixtures
