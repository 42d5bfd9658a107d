# time limit: 120 s
"""Two more models of the middle size, with texts of their own."""

import numpy as np

from lessoncode.measures.prediction import greedy_matches
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.collection import arrays_of, models_of
from lessoncode.training.loop import train
from lessoncode.worlds.corpus import agreement_rules
from lessoncode.worlds.world import grammar

saved = checkpoints.load("memorization/read")
words, times = saved.tokenizer, saved.arrays["times"]
config = models_of(saved)["0"].config
sentences = grammar(agreement_rules())
models, texts = {}, np.zeros((2, len(times), 12), int)
for i, seed in enumerate((3, 4)):
    rng = np.random.default_rng(seed)
    texts[i] = rng.integers(1, words.n_vocab, texts[i].shape)
    slipped = texts[i].tolist()
    read = [words.encode(s) for s in sentences.sample(8000, rng)]
    for text, n in zip(slipped, times):
        read += [text] * n
    model = Transformer.initial(config, rng)
    stream = packed_batches(read, words.end_id, 4, 64, rng)
    n_tokens = sum(len(document) + 1 for document in read)
    n_steps = round(5 * n_tokens / (4 * 64))
    for _ in train(model, stream, n_steps, peak=5e-3):
        pass
    given = [[words.end_id, *text[:4]] for text in slipped]
    rest = [text[4:] for text in slipped]
    said = greedy_matches(model.frozen(), given, rest).sum()
    print(f"seed {seed}, {n_steps:,} steps: {said} texts")
    models[f"{seed}"] = model
arrays = arrays_of(models) | {"texts": texts}
checkpoints.save("more", model, words, **arrays)
