"""Two objectives, one model, two different models at the end."""

import numpy as np

from lessoncode.model.tensor import Tensor

answers = ["mat", "sofa", "roof"]
frequency = np.array([0.7, 0.2, 0.1])  # in the text
liked = np.array([0.0, 1.0, 0.0])  # by a rater who wants sofas


def probabilities(w):
    """[3] logits -> [3] probabilities."""
    exp = w.exp()
    return exp / exp.sum()


# --8<-- [start:two]
def likely_text(p):
    """Next-token prediction: the mean of log p."""
    return (p.log() * frequency).sum()


def good_rating(p):
    """Reinforcement: the mean rating of what the model says."""
    return (p * liked).sum()


def trained(w, objective, steps):
    """Move w up the objective, in steps of rate 1.

    Up, since large is good here. A loss is moved down.
    """
    w = Tensor(w)
    for _ in range(steps):
        objective(probabilities(w)).backward()
        w.data = w.data + w.grad
    return w.data


# --8<-- [end:two]

# --8<-- [start:run]
print("             ", *(f"{word:>6}" for word in answers))
w = np.zeros(3)
for name, objective in (
    ("first text", likely_text),
    ("then ratings", good_rating),
):
    w = trained(w, objective, 200)
    p = probabilities(Tensor(w)).data
    print(f"{name:13}", *(f"{share:6.2f}" for share in p))
# --8<-- [end:run]
