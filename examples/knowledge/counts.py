# time limit: 120 s
"""State some facts often and others seldom, and ask for them all."""

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import facts

capitals = {c: v.replace(" ", "-") for c, v in CAPITALS.items()}
template = "the capital of {key} is {value}"
words = Words(facts(template, capitals, dict.fromkeys(capitals, 1)))
questions = np.array(
    [[0, *words.encode(f"the capital of {c} is")] for c in capitals]
)
answers = [words.encode(v)[0] for v in capitals.values()]
counts = 1, 2, 4, 8, 16, 32, 64

shape = {"n_embd": 32, "n_layer": 2, "n_hidden": 64}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)
right = np.empty((3, len(capitals)), np.int64)
p = np.empty((3, len(capitals)))
stated = np.empty((3, len(capitals)), np.int64)
for seed in range(3):
    rng = np.random.default_rng(seed)
    stated[seed] = rng.permutation(np.repeat(counts, 8))
    often = dict(zip(capitals, stated[seed]))
    documents = [
        words.encode(text) for text in facts(template, capitals, often)
    ]
    model = Transformer.initial(config, rng)
    stream = packed_batches(documents, words.end_id, 4, 64, rng)
    *_, last = train(model, stream, n_steps=555, peak=5e-3)
    logits = model.frozen()(questions, last=True).data[:, 0]
    p_next = next_token_probabilities(logits)
    p[seed] = p_next[np.arange(len(answers)), answers]
    right[seed] = p_next.argmax(-1) == answers
    print(f"seed {seed}: {right[seed].sum()} of {len(answers)} right")
n_tokens = 7 * len(documents)
print(f"{len(documents):,} sentences of 7 tokens")
print(f"read {last.number * 4 * 64 / n_tokens:.0f} times")

arrays = {"stated": stated, "right": right, "p": p}
checkpoints.save("counts", model, words, **arrays)
