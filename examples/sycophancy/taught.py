"""Three models learn from teachers who ignore what a user thinks."""

import numpy as np

from lessoncode.alignment.policy import Policy
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds import opinions
from lessoncode.worlds.opinion_raters import (
    Raters,
    enumeration,
    mistakes,
    told,
)

words = opinions.WORDS
config = Config(
    n_vocab=words.n_vocab, n_embd=32, n_layer=2,
    n_head=2, n_kv_head=2, n_hidden=64,
)
models = {}
print("how often wrong, where users    ask  are right  are wrong")
for seed in (0, 1, 2):
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    rows = opinions.demonstrations(6000, rng)
    batches = row_batches(rows, n_batch=64, rng=rng)
    for _ in train(model, batches, n_steps=400, peak=5e-3):
        pass
    models[str(seed)] = model
    policy = Policy(model, words.end_id, opinions.MOST_WORDS)
    world = enumeration(policy, Raters().reward)
    shares = told(world, world.log_ref)
    for kind in ("known", "unsure"):
        row = [
            mistakes(shares, kind, user, opinions.QUESTIONS)
            for user in ("silent", "right", "wrong")
        ]
        text = "{:6.2f} {:10.2f} {:10.2f}".format(*row)
        print(f"model {seed}, to raters {kind:6}  {text}")
    left = 1 - np.exp(world.log_ref).sum(-1).min()
    print(f"  {shares[:, 2].mean():.2f} words; not listed {left:.3f}")

arrays = arrays_of(models)
checkpoints.save("taught", model, words, **arrays)
