# time limit: 120 s
"""Three judges, each trained to score the answers of one model."""

import numpy as np

from lessoncode.alignment.policy import answered, improve
from lessoncode.alignment.preferences import Comparisons
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of, models_of
from lessoncode.worlds import addition, effort

base = checkpoints.load("reasoning_models/base")
sums = addition.split(n_worked=500, n_held_out=1000).asked
again = [pair for pair in sums for _ in range(8)]
asked = [effort.prompt(a, b, "none") for a, b in again]


def comparisons_of(model, rng):
    """Each right answer against each wrong one to the same sum."""
    told = effort.answers(model, again, "none", rng)
    marks = effort.right(told, again)
    better, worse = [], []
    for start in range(0, len(again), 8):
        rows = {tuple(told[i]): i for i in range(start, start + 8)}
        good = [i for i in rows.values() if marks[i]]
        bad = [i for i in rows.values() if not marks[i]]
        better += [i for i in good for _ in bad]
        worse += bad * len(good)
    batch = answered(asked, told)
    return Comparisons(batch, np.array(better), np.array(worse))


models, arrays = models_of(base), {}
for name, model in models.items():
    rng = np.random.default_rng(int(name))
    comparisons = comparisons_of(model, rng)
    begun = {key: p.data.copy() for key, p in model.parameters.items()}
    body = Transformer(model.config, begun)
    head = np.zeros((1, model.config.n_embd), np.float32)
    judge = RewardModel(Scorer(body, head), comparisons, n_batch=32)
    losses, last = judge.losses(rng), []
    for step in improve(losses, judge.parameters, 1200, peak=4e-3):
        last = [*last[-99:], step.loss]
    models[name] = body
    arrays[f"head {name}"] = judge.scorer.head.data
    print(f"{name}: {len(comparisons.better)} comparisons, ", end="")
    print(f"loss {np.mean(last):.2f}")

arrays |= arrays_of(models)
checkpoints.save("judge", body, effort.SIGNS, **arrays)
