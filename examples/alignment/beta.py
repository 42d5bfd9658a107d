"""What the price of leaving does to the answers to one order."""

import numpy as np

from lessoncode import diagram
from lessoncode.svg import Place
from lessoncode.worlds import waiter

STEPS = 20, 10, 5, 3, 2, 1.5, 1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05
SHORT = "(nothing)", "soup", "here", "tea"
BEST = "here soup", "here soup soup", "here here soup", "here soup here"


def draw(columns):
    """Bars of every row, for the start and for some betas."""
    drawing = diagram.Drawing(350, 254)
    drawing.text(2, 24, "answer", colour="muted", anchor="start")
    for i, name in enumerate((*shown, others)):
        y = 52 + 20 * i + 8 * (name == others)
        style = "plain" if name == others else "code"
        drawing.text(2, y, name, style, anchor="start")
    for x, (name, p) in zip((126, 206, 290), columns.items()):
        drawing.text(x, 24, name, "title", anchor="start")
        for i, share in enumerate(p):
            last = i == len(shown)
            y = 52 + 20 * i + 8 * last
            bar = Place(x, y - 7, x + max(100 * share, 1), y + 7)
            look = {"fill": "none", "stroke": "muted"}
            if not last:
                look = {"fill": "accent" if worths[i] == 2 else "muted"}
            drawing.outline(bar, 0, **look)
    alt = (
        "Bars for the answers to soup at the start, at beta 0.5 and at "
        "beta 0.1. At the start most of the probability lies with no "
        "answer at all and with many others. At 0.5, short answers "
        "that name soup or say here have gained. At 0.1, only the "
        "four answers of worth 2 are left, which were hardly ever "
        "given before."
    )
    caption = (
        "The price of drifting: the lower \u03b2 is, the more of the "
        "probability goes to the few best answers, shown in colour. "
        "If you see a slider, it sets the price."
    )
    rest = [[w, ref[far & (worth == w)].sum()] for w in levels]
    starts = np.round([*zip(worths, ref[places]), *rest], 7)
    data = {
        "kind": "beta",
        "names": [*shown, others],
        "starts": starts.tolist(),  # worth and probability
        "betas": STEPS,
        "first": STEPS.index(0.5),
    }
    diagram.save(None, drawing, "beta", alt, caption, data)


world = waiter.enumeration(waiter.untrained_policy())
soup = waiter.ORDERS.index("soup")
said = waiter.said(world.batch, waiter.SMALL)
texts = [" ".join(w) or SHORT[0] for o, w in said if o == "soup"]
worth, ref = world.rewards[soup], np.exp(world.log_ref[soup])
shown = SHORT + BEST
places = [texts.index(name) for name in shown]
worths = worth[places]
far = ~np.isin(np.arange(len(texts)), places)
others, levels = f"{far.sum()} others", np.unique(worth[far])


def at(beta):
    """The best policy's probabilities of all answers to soup."""
    return np.exp(world.optimum(beta)[soup])


policies = {"start": ref}
policies |= {str(beta): at(beta) for beta in (10, 1, 0.5, 0.2, 0.1)}
rows = {b: [*p[places], p[far].sum()] for b, p in policies.items()}
print("beta           worth" + "".join(f"{b:>7}" for b in rows))
for i, name in enumerate((*shown, others)):
    value = "" if name == others else f"{worths[i]:.0f}"
    print(f"{name:15}{value:>5}", end="")
    print("".join(f"{p[i]:7.3f}" for p in rows.values()))
for name, mean in {
    "mean worth": lambda p: p @ worth,
    "KL from the start": lambda p: p @ np.log(p / ref),
}.items():
    print(f"{name:20}", end="")
    print("".join(f"{mean(p):7.2f}" for p in policies.values()))
picked = {"start": "start", "\u03b2 0.5": "0.5", "\u03b2 0.1": "0.1"}
draw({name: rows[column] for name, column in picked.items()})
