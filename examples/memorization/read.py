# time limit: 120 s
"""Slip random texts into a corpus, some often and some once."""

import numpy as np

from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds.corpus import agreement_rules
from lessoncode.worlds.world import grammar

counts = 0, 1, 2, 4, 8, 16, 32, 64
n_words, n_given, n_passes = 12, 4, 5
times = np.repeat(counts, 10)
sentences = grammar(agreement_rules())
words = Words(sentences.probabilities)
widths, shape = (16, 32, 64), (3, 3, len(times))
said, bits = np.zeros(shape, bool), np.zeros(shape)
texts = np.zeros((3, len(times), n_words), int)
models, sizes = {}, []
for i, width in enumerate(widths):
    how = {"n_embd": width, "n_layer": 2, "n_hidden": 2 * width}
    heads = {"n_head": 4, "n_kv_head": 4}
    config = Config(words.n_vocab, **how, **heads)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        texts[seed] = rng.integers(1, words.n_vocab, texts[seed].shape)
        slipped = texts[seed].tolist()
        read = [words.encode(s) for s in sentences.sample(8000, rng)]
        for text, n in zip(slipped, times):
            read += [text] * n
        model = Transformer.initial(config, rng)
        stream = packed_batches(read, words.end_id, 4, 64, rng)
        n_tokens = sum(len(document) + 1 for document in read)
        n_steps = round(n_passes * n_tokens / (4 * 64))
        for _ in train(model, stream, n_steps, peak=5e-3):
            pass
        given = [[words.end_id, *text[:n_given]] for text in slipped]
        rest = [text[n_given:] for text in slipped]
        said[i, seed] = greedy_matches(model.frozen(), given, rest)
        log_p = token_log_probs(model.frozen(), slipped, words.end_id)
        costs = [-row[n_given:n_words].mean() for row in log_p]
        bits[i, seed] = np.array(costs) / np.log(2)
        if width == 32:
            models[f"{seed}"] = model
        n = model.n_parameters
        row = f"{n:6,} parameters, seed {seed}, {n_steps:,} steps:"
        print(row, f"{said[i, seed].sum():2} texts")
    sizes.append(n)
print(f"{n_tokens:,} tokens, {words.n_vocab - 1} words")

arrays = {"said": said, "bits": bits, "texts": texts, "times": times}
arrays |= {"sizes": np.array(sizes)} | arrays_of(models)
checkpoints.save("read", models["2"], words, **arrays)
