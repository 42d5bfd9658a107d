# time limit: 60 s
"""How far from perfect the model is, over everything it could read."""

import math

from lessoncode import checkpoints, corpus
from lessoncode.measures import token_log_probs

trained = checkpoints.load("pretraining/train")
model, tokenizer = trained.model.frozen(), trained.tokenizer
world, shares = corpus.world(), corpus.shares()

texts = list(world.probabilities)
ids = [tokenizer.encode(text) for text in texts]
log_p = token_log_probs(model, ids, tokenizer.n_vocab - 1)
bits = {t: -p.sum() / math.log(2) for t, p in zip(texts, log_p)}

print("bits a document    best  this model")
for name, kind in corpus.kinds().items():
    best = kind.entropy() - math.log2(shares[name])
    ours = kind.mean(lambda text: bits[text])
    print(f"{name:14} {best:8.2f} {ours:11.2f}")
print(f"{'all':14} {world.entropy():8.2f} {world.mean(bits.get):11.2f}")

length = world.mean(lambda text: len(tokenizer.encode(text)) + 1)
exact = world.mean(bits.get) * math.log(2) / length
sampled = trained.arrays["validation"][-1]
print(f"nats a token: exactly {exact:.3f}, by the sample {sampled:.3f}")
