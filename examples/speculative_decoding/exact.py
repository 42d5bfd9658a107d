# time limit: 60 s
"""All texts that can come out, with and without a draft."""

from functools import lru_cache

import numpy as np

from lessoncode.model import speculative
from lessoncode.model.every_outcome import outcomes
from lessoncode.model.sampling import Sampling
from lessoncode.model.speculative import Reader, speculate
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of

larger = checkpoints.load("next_token/train")
words = larger.tokenizer
drafts = models_of(checkpoints.load("speculative_decoding/draft"))
config = drafts["draft 0"].config
random = Transformer.initial(config, np.random.default_rng(9))
prompt = words.prompt("the cat that saw the bird sat on")


def asked_once(model):
    """The probabilities after a text, computed once for each."""
    reader = Reader(model, 64, Sampling(top_k=6))
    return lru_cache(None)(lambda ids: reader.last(list(ids)))


after = asked_once(larger.model)


def target(ids, n):
    begun = [ids[: len(ids) - n + i] for i in range(n + 1)]
    return np.stack([after(tuple(text)) for text in begun])


def alone(ids):
    """The probability of a text, word by word, without a draft."""
    texts = [(*prompt, *ids[:i]) for i in range(len(ids))]
    return np.prod([after(text)[x] for text, x in zip(texts, ids)])


def largest_difference(model):
    """Of all texts of three words, two of them guessed at a time."""
    guess = asked_once(model)

    def draft(ids):
        return guess(tuple(ids))

    def text(choose):
        passes = speculate(target, draft, prompt, 3, 2, choose)
        return tuple(token for step in passes for token in step.tokens)

    found = outcomes(text)
    row = f"{len(found):6} {sum(found.values()):8.6f}"
    return row, max(abs(p - alone(ids)) for ids, p in found.items())


print("           texts      sum  largest difference")
for name, model in {**drafts, "untrained": random}.items():
    row, differs = largest_difference(model)
    print(f"{name:9} {row}  {differs:.12f}")

speculative.missing = lambda p, q: p  # a mistake, on purpose
row, differs = largest_difference(drafts["draft 0"])
print(f"a mistake {row}  {differs:.3f}")
