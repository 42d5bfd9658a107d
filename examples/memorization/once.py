# time limit: 120 s
"""The same sentences and first weights, each slipped text once."""

import numpy as np

from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train
from lessoncode.worlds.corpus import agreement_rules
from lessoncode.worlds.world import grammar

saved = checkpoints.load("memorization/read")
more = checkpoints.load("memorization/more")
often = models_of(saved) | models_of(more)
words, times = saved.tokenizer, saved.arrays["times"]
sentences = grammar(agreement_rules())
slipped = [*saved.arrays["texts"], *more.arrays["texts"]]
ordinary = [words.encode(s) for s in sentences.probabilities]
share = np.array(list(sentences.probabilities.values()))
lowest = sentences.entropy()
print(f"a sentence costs {lowest:.2f} bits at least")
print("seed  copies  given back  bits a sentence")
found = np.zeros((len(often), 2, 2))
for seed in range(len(often)):
    rng = np.random.default_rng(seed)
    texts = rng.integers(1, words.n_vocab, (len(times), 12)).tolist()
    assert texts == slipped[seed].tolist()
    read = [words.encode(s) for s in sentences.sample(8000, rng)]
    read += [text for text, n in zip(texts, times) if n > 0]
    once = Transformer.initial(saved.model.config, rng)
    stream = packed_batches(read, words.end_id, 4, 64, rng)
    for _ in train(once, stream, n_steps=1385, peak=5e-3):
        pass
    models = {"all": often[f"{seed}"], "one": once}
    for i, (copies, model) in enumerate(models.items()):
        given = [[words.end_id, *text[:4]] for text in texts]
        rest = [text[4:] for text in texts]
        said = greedy_matches(model.frozen(), given, rest).sum()
        log_p = token_log_probs(model.frozen(), ordinary, words.end_id)
        cost = -share @ [row.sum() for row in log_p] / np.log(2)
        found[seed, i] = said, cost
        print(f"{seed:4}  {copies:6} {said:11} {cost:16.2f}")
rises = found[:, 1, 1] - found[:, 0, 1]
print("without copies, more bits:", *(f"{b:.2f}" for b in rises))
print(f"on average {rises.mean():.2f}")
checkpoints.save("once", once, words, found=found)
