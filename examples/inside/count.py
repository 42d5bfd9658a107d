"""Count the parameters by hand, and let the model count."""

from collections import Counter

from lessoncode.training import checkpoints

model = checkpoints.load("next_token/train").model
c = model.config
by_hand = {
    "embedding": c.n_vocab * c.n_embd,
    "attention": c.n_layer * 4 * c.n_embd * c.n_embd,
    "MLP": c.n_layer * 3 * c.n_embd * c.n_hidden,
    "norms": (2 * c.n_layer + 1) * c.n_embd,
}

kinds = {"qkv": "attention", "attention_out": "attention"}
kinds |= {"gate_up": "MLP", "down": "MLP", "embedding": "embedding"}
counted = Counter()
for name, p in model.parameters.items():
    counted[kinds.get(name.split(".")[-1], "norms")] += p.data.size

print("           by hand  the model")
for kind, n in by_hand.items():
    print(f"{kind:10} {n:7,} {counted[kind]:10,}")
total = sum(by_hand.values())
print(f"{'all':10} {total:7,} {counted.total():10,}")
