"""A layer whose MLP is a mixture: one expert works for a token."""

import numpy as np

from lessoncode import diagram
from lessoncode.model.mixture import MixtureConfig, routed
from lessoncode.training import checkpoints
from lessoncode.training.mixtures import dense_and_mixtures
from lessoncode.worlds.zipf import ZipfFacts

config = MixtureConfig(64, 32, 1, 1, 1, 64, n_expert=8, n_active=1)
trained = checkpoints.load("mixture_of_experts/train")
model = dense_and_mixtures(trained, config)[1]["balanced 0"].frozen()
world = ZipfFacts.drawn(64, 1.0, np.random.default_rng(0))
logits = next(
    h for _, at, h in model.stream(world.keys[3:4]) if at == "router"
)
p, chosen = routed(logits, 1)
shares, taken = p.data[0, -1], chosen[0, -1, 0]
for e, share in enumerate(shares):
    mark = " taken" if e == taken else ""
    print(f"expert {e + 1}: {share:.2f}{mark}")


def draw(width, router, left, expert, pill, join):
    """The stream on top; what the router does hangs below it."""
    drawing = diagram.Drawing(width, 366)
    drawing.text(8, 12, "a token\u2019s vector", anchor="start")
    drawing.arrow((8, 32), (join - 10, 32), line="stream", head=False)
    drawing.arrow((join + 10, 32), (width - 6, 32), line="stream")
    row = 62 + 37 * taken + 15
    middle = 14 + router / 2
    drawing.arrow((middle, 34), (middle, row - 16))
    box = drawing.box(14, row - 15, router, "router")
    drawing.arrow((box.right, row), (left - 40, row), head=False)
    for e, share in enumerate(shares):
        y = 62 + 37 * e
        own = e == taken
        look = {"anchor": "end", "colour": "ink" if own else "muted"}
        name = f"expert {e + 1}"
        drawing.box(left, y, expert, name, learned=bool(own))
        drawing.text(left - 8, y + 15, f"{share:.2f}", **look)
    share = drawing.pill(pill, row, f"\u00d7 {shares[taken]:.2f}")
    drawing.arrow((left + expert, row), (share.left, row), head=False)
    drawing.arrow((share.right, row), (join, row), (join, 42))
    drawing.plus(join, 32)
    return drawing


alt = (
    "A token's vector runs along the top. Below it a router gives "
    "eight experts their shares. One expert works; what it returns is "
    "multiplied by its share and added to the vector."
)
caption = (
    "A mixture of experts: the router gives each expert a share, and "
    "only the one with the largest share works. The others rest."
)
drawings = (
    draw(640, 92, 250, 120, 452, 560),
    draw(350, 66, 132, 84, 262, 318),
)
diagram.save(*drawings, "layer", alt, caption)
