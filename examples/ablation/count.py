"""Count the parameters by hand, and let the model count."""

from collections import Counter

from lessoncode import figure
from lessoncode.training import checkpoints


def drawing(counts):
    """A bar for the parameters of each part."""
    fig, axes = figure.canvas(height=2.2)
    names = [named.get(kind, kind) for kind in counts]
    bars = axes.barh(names, list(counts.values()), height=0.6)
    axes.bar_label(bars, [f"{n:,}" for n in counts.values()], padding=4)
    axes.invert_yaxis()
    axes.set_xlim(right=1.15 * max(counts.values()))
    axes.set_xticks([])
    axes.spines.bottom.set_visible(False)
    return fig


alt = (
    "A bar for the parameters of each part. MLPs have the longest, "
    "12,288, followed by attention, 8,192. The embedding table has 608 "
    "and the norms have 160. Positions and residuals have none."
)
caption = (
    "Where the parameters are: more than half of this model is in its "
    "MLPs, and two of its parts have no parameters at all."
)
named = {"table": "embedding table"}

model = checkpoints.load("next_token/train").model
kinds = {"qkv": "attention", "attention_out": "attention"}
kinds |= {"gate_up": "MLPs", "down": "MLPs", "embedding": "table"}
counted = Counter()
for name, p in model.parameters.items():
    counted[kinds.get(name.split(".")[-1], "norms")] += p.data.size

# --8<-- [start:parameters]
c = model.config
by_hand = {
    "MLPs": c.n_layer * 3 * c.n_embd * c.n_hidden,
    "attention": c.n_layer * 4 * c.n_embd * c.n_embd,
    "table": c.n_vocab * c.n_embd,
    "norms": (2 * c.n_layer + 1) * c.n_embd,
    "positions": 0,  # angles are computed, not learned
    "residuals": 0,  # a sum
}

print("d", c.n_embd, "h", c.n_hidden, "V", c.n_vocab)
print("           by hand  the model")
for kind, n in by_hand.items():
    print(f"{kind:10} {n:7,} {counted[kind]:10,}")
total = sum(by_hand.values())
print(f"{'all':10} {total:7,} {counted.total():10,}")

figure.save(drawing(by_hand), "count", alt, caption)
# --8<-- [end:parameters]
