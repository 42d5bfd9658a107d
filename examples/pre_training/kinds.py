# time limit: 60 s
"""How far from perfect the model is, over everything it could read."""

# --8<-- [start:exact]
import math

from lessoncode.measures.prediction import token_log_probs
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus

trained = checkpoints.load("pre_training/train")
model, tokenizer = trained.model.frozen(), trained.tokenizer
world, shares = corpus.world(), corpus.shares()

texts = list(world.probabilities)
ids = [tokenizer.encode(text) for text in texts]
log_p = token_log_probs(model, ids, tokenizer.n_vocab - 1)
bits = {t: -p.sum() / math.log(2) for t, p in zip(texts, log_p)}


def row(name, world, share):
    """Probability and mean bits: those of the world, the model's."""
    given = sum(2 ** -bits[t] for t in world.probabilities)
    least = world.entropy() - math.log2(share)
    both = share, given, least, world.mean(bits.get)
    print("{:9} {:6.2f} {:6.2f} {:8.2f} {:6.2f}".format(name, *both))


print("          probability   bits a document")
print("            true  model    least  model")
for name, kind in corpus.kinds().items():
    row(name, kind, shares[name])
row("all", world, 1)

length = world.mean(lambda text: len(tokenizer.encode(text)) + 1)
print(f"\na document has {length:.2f} tokens on average")
for name, mean in (
    ("the floor", world.entropy()),
    ("the model", world.mean(bits.get)),
):
    print(f"{name}: {mean * math.log(2) / length:.3f} nats a token")
# --8<-- [end:exact]
