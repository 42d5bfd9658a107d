"""One class, two models: the toy of these pages and SmolLM2."""

# --8<-- [start:config]
from dataclasses import asdict

from lessoncode.pretrained import smollm
from lessoncode.training import checkpoints

toy = checkpoints.load("next_token/train").model
real = smollm.load().model
print("the same class:", type(toy) is type(real))
theirs = asdict(real.config)
print("                toy   SmolLM2")
for name, ours in asdict(toy.config).items():
    if name not in ("tied", "norm_eps"):
        print(f"{name:10} {ours:8,.0f} {theirs[name]:9,.0f}")
# --8<-- [end:config]

# --8<-- [start:parts]
from collections import Counter
from math import prod

kinds = {"qkv": "attention", "attention_out": "attention"}
kinds |= {"gate_up": "MLPs", "down": "MLPs", "embedding": "embedding"}
counted = Counter()
for name, shape in real.config.shapes().items():
    counted[kinds.get(name.split(".")[-1], "norms")] += prod(shape)
for kind, n in counted.items():
    print(f"{kind:10} {n:11,} {n / counted.total():6.1%}")
print(f"{'all':10} {counted.total():11,}")
# --8<-- [end:parts]
