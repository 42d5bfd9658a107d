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
