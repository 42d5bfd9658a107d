"""Ask for a fact in a wording in which the model never read it."""

import numpy as np

from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.worlds.capitals import CAPITALS

trained = checkpoints.load("knowledge/train")
words, config = trained.tokenizer, trained.model.config
wordings = "the capital of {} is {}", "{} is ruled from {}"
facts = [(c, v.replace(" ", "-")) for c, v in CAPITALS.items()]
told = {
    "both wordings": facts[1::2],
    "the first only": facts[::4],
    "the second only": facts[2::4],
}
models = []
for seed in range(3):
    w = {k: v[seed] for k, v in trained.arrays.items()}
    w = {k: v.astype(np.float32) for k, v in w.items()}
    models.append(Transformer(config, w, requires_grad=False))

print("read in         known when asked in")
print("                the first  the second")
for name, pairs in told.items():
    counts = []
    for wording in wordings:
        texts = [words.encode(wording.format(*pair)) for pair in pairs]
        n = []
        for model in models:
            rows = token_log_probs(model, texts, words.end_id)
            # -2 is the last word of the sentence, -1 its end.
            n.append(sum(np.exp(row[-2]) > 0.5 for row in rows))
        known = f"{min(n)}-{max(n)}" if min(n) < max(n) else max(n)
        counts.append(f"{known:>5} of {len(pairs)}")
    print(f"{name:15} {'  '.join(counts)}")
