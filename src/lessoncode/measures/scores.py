"""Four scores of the same answers, computed from the same probabilities.

    >>> from lessoncode.alignment.policy import answered
    >>> from lessoncode.measures.scores import scores
    >>> from lessoncode.model.table import Table
    >>> scores(Table(np.zeros((84, 4))), answered([[1], [2]], [[0, 0], [0, 3]]))
    Scores(token=0.75, exact=0.5, product=0.0625, loss=1.3862943611198906)

p(y_t) is the probability of the right token after the right ones before it (teacher forcing):

    token    the share of all tokens that are the most likely
    exact    the share of answers in which all tokens are
    product  the mean over answers of  p(y_1) p(y_2) ... p(y_n)
    loss     the mean over all tokens of  -log p(y_t)

So `exact` is the share of answers that greedy generation gets right: until its first mistake, it
reads the same tokens. By the chain rule, `product` is the exact chance of drawing the right answer
at temperature 1, averaged over answers.

Source: Schaeffer et al. 2023, "Are Emergent Abilities of Large Language Models a Mirage?", arXiv
2304.15004, section 2.

Differs in: They raise one p to the power of the length; `product` uses each token's own p.

Checked against: fractions, for a table of probabilities; draws.
"""

from typing import NamedTuple

import numpy as np

from lessoncode.alignment.policy import answer_mask
from lessoncode.measures.prediction import Predictor
from lessoncode.model.layers import log_prob, masked
from lessoncode.model.sampling import largest_logits
from lessoncode.training.batches import Batch


class Scores(NamedTuple):
    """The four scores; all are between 0 and 1, except the loss, which is in nats."""

    token: float
    exact: float
    product: float
    loss: float


def scores(model: Predictor, batch: Batch) -> Scores:
    """The four scores of the answers: targets with a weight above 0.

    Pass `model.frozen()`, which keeps no tape. Raises ValueError if a
    row has no answer, and FloatingPointError for logits that are not
    finite.
    """
    logits = model(batch.ids)
    largest_logits(logits.data)  # raises an error if one is not finite
    ours = answer_mask(batch)
    log_p = masked(log_prob(logits, batch.targets), ours).data
    hits = logits.data.argmax(-1) == batch.targets
    return Scores(
        token=float(hits[ours].mean()),
        exact=float((hits | ~ours).all(-1).mean()),
        product=float(np.exp(log_p.sum(-1)).mean()),
        loss=float(-log_p[ours].mean()),
    )
