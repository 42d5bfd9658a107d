# time limit: 60 s
"""What the one file says with other dice: the seeds 0, 1 and 2."""

import contextlib
import io
import runpy
import sys

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.training import checkpoints

FILE = checkpoints.EXAMPLES / "whole/lesson.py"
N = 25  # times that each country is asked about


def shares(g, weights):
    """How many answers ask, name the right city or a wrong one, are
    kind, refuse."""
    counts = np.zeros(5)
    cities = set(g["CAPITALS"].values())
    for country, city in g["CAPITALS"].items():
        prompts = [g["prompt_of"](country)] * N
        for ids in g["write"](weights, prompts):
            text = g["decode"](ids)
            counts += [
                text.startswith(" what is"),
                text.startswith(f" {city}."),
                any(text.startswith(f" {c}.") for c in cities - {city}),
                "glad" in text,
                "yourself" in text,
            ]
    return counts / (N * len(g["CAPITALS"]))


def reward(g, text):
    """What the reward model gives an answer about France."""
    pair = g["prompt_of"]("france"), [*g["encode"](text), g["END"]]
    return g["rewards"](g["judge"], *g["in_rows"]([pair])).data[0]


print("seed             asks  right wrong  kind  refuses")
rows = []
for seed in (0, 1, 2):
    sys.argv = ["lesson.py", str(seed)]
    with contextlib.redirect_stdout(io.StringIO()):
        g = runpy.run_path(str(FILE))
    for name in ("base", "assistant", "policy"):
        rows.append(shares(g, g[name]))
        print(f"{seed}  {name:10}", *(f"{x:6.2f}" for x in rows[-1]))
    plain, kind = (
        reward(g, a) for a in (" paris.", " rome. glad to help!")
    )
    ids = g["write"](g["policy"], [g["prompt_of"]("narnia")] * 100)
    said = [g["decode"](row) for row in ids]
    cities = sum(
        any(t.startswith(f" {c}.") for c in g["CAPITALS"].values())
        for t in said
    )
    print(f"   reward: paris, plain {plain:.2f}; rome, kind {kind:.2f}")
    print(f"   narnia: {cities} of 100 name a city")

words = BytePairTokenizer(g["ID"], r"\s?\S+")
nothing = Config(1, 2, 0, 1, 1, 1)
model = Transformer.initial(nothing, np.random.default_rng(0))
checkpoints.save("seeds", model, words, shares=np.array(rows))
