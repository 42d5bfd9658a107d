# time limit: 120 s
"""The same corpus, each slipped text in it once."""

import numpy as np

from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.corpus import agreement_rules
from lessoncode.worlds.world import grammar

times = np.repeat([0, 1, 2, 4, 8, 16, 32, 64], 10)
sentences = grammar(agreement_rules())
words = Words(sentences.probabilities)
shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
config = Config(words.n_vocab, **shape, n_head=4, n_kv_head=4)
lowest = sentences.entropy()
print(f"a sentence costs {lowest:.2f} bits at least")
print("seed  copies     tokens  given back  bits a sentence")
said, costs = np.zeros((2, 3), int), np.zeros((2, 3))
for seed in range(3):
    for i, kept in enumerate(("all", "one")):
        rng = np.random.default_rng(seed)
        texts = rng.integers(1, words.n_vocab, (len(times), 12))
        texts = texts.tolist()
        read = [words.encode(s) for s in sentences.sample(8000, rng)]
        for text, n in zip(texts, times):
            read += [text] * (n if kept == "all" else min(n, 1))
        model = Transformer.initial(config, rng)
        stream = packed_batches(read, words.end_id, 4, 64, rng)
        n_tokens = sum(len(document) + 1 for document in read)
        for _ in train(model, stream, n_steps=1385, peak=5e-3):
            pass
        given = [[words.end_id, *text[:4]] for text in texts]
        rest = [text[4:] for text in texts]
        hits = greedy_matches(model.frozen(), given, rest)
        said[i, seed] = hits.sum()
        new = [words.encode(s) for s in sentences.sample(500, rng)]
        log_p = token_log_probs(model.frozen(), new, words.end_id)
        nats = -np.concatenate(log_p).sum() / len(new)
        costs[i, seed] = nats / np.log(2)
        row = f"{seed:4}  {kept:6} {n_tokens:10,} {said[i, seed]:11}"
        print(row, f"{costs[i, seed]:16.2f}")
checkpoints.save("once", model, words, said=said, costs=costs)
