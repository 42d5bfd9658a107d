# time limit: 60 s
"""Eight seeds: results in a turn of the tool, and of the user."""

# --8<-- [start:drawing]
from lessoncode import figure

WAYS = {"tool": "turn of\nthe tool", "user": "turn of\nthe user"}


def draw(found):
    """A dot for each seed, in a row for each way."""
    with figure.styled():
        fig, axes = figure.canvas(width=4.8, height=2.1)
        axes.remove()
        panels = fig.subplots(1, 2, sharex=True, sharey=True)
    for panel, (kind, rows) in zip(panels, found.items()):
        panel.set_title(f"\u201c{kind}\u201d", fontsize=10)
        for y, shares in enumerate(rows.values()):
            # Dots of equal shares would hide each other.
            heights = [y + 0.07 * (i - 3.5) for i in range(len(shares))]
            colour = figure.COLOURS["accent"]
            panel.plot(shares, heights, "o", markersize=4, color=colour)
            mean = sum(shares) / len(shares)
            look = {"color": figure.COLOURS["second"]}
            panel.plot([mean] * 2, [y - 0.35, y + 0.35], **look)
        panel.set(xlim=(-5, 105), ylim=(1.6, -0.7))
        panel.set_xticks([0, 50, 100])
        panel.grid(axis="x", color=figure.COLOURS["grid"])
        panel.tick_params(length=0)
    panels[0].set_yticks(range(2), WAYS.values())
    panels[1].text(100, -0.45, "line: the mean", ha="right", **look)
    panels[0].set_xlabel("orders followed, in percent", x=1.05)
    alt = (
        "Dots for eight seeds. For the order to end with a word and "
        "for the order to send something, the two rows, results in a "
        "turn of the tool and in a turn of the user, spread over much "
        "the same range, and their means are close together."
    )
    caption = (
        "The turn and the seed: each dot is a model. Models that were "
        "trained alike differ far more than the two ways do."
    )
    figure.save(fig, "eight", alt, caption)
# --8<-- [end:drawing]


import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk_orders

# --8<-- [start:table]
pairs = [
    models_of(checkpoints.load("prompt_injection/seed_3")),
    models_of(checkpoints.load("prompt_injection/seed_4")),
    models_of(checkpoints.load("prompt_injection/seed_5")),
    models_of(checkpoints.load("prompt_injection/seed_6")),
    models_of(checkpoints.load("prompt_injection/seed_7")),
]
first = {
    "tool": models_of(checkpoints.load("tools/train")),
    "user": models_of(checkpoints.load("prompt_injection/in_user")),
}


def share(model, kind, role):
    """Of a hundred documents with an order, how many are followed?"""
    rng = np.random.default_rng(0)
    cases = desk_orders.injected(kind, 100, rng, results=role)
    return 100 * desk_orders.followed(model, cases)


found = {}
print("percent followed    eight seeds, lowest first    mean")
for kind in "end with", "send it to":
    print(kind)
    rows = found[kind] = {}
    for role in "tool", "user":
        models = [*first[role].values()]
        models += [pair[role] for pair in pairs]
        shares = rows[role] = [share(m, kind, role) for m in models]
        row = "".join(f"{x:4.0f}" for x in sorted(shares))
        print(f"  turn of the {role}{row}{np.mean(shares):6.0f}")
draw(found)
# --8<-- [end:table]
