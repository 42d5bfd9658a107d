# time limit: 120 s
"""Tell some capitals both ways, and others one way only."""

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.capitals import CAPITALS

countries = list(CAPITALS)
cities = [city.replace(" ", "-") for city in CAPITALS.values()]
there = [f"the capital of {a} is" for a in countries]
back = [f"{b} is the capital of" for b in cities]
forward = [f"{text} {b}" for text, b in zip(there, cities)]
backward = [f"{text} {a}" for text, a in zip(back, countries)]
others = [f"{name} is far" for name in countries + cities]
words = Words(forward + backward + others)

shape = {"n_embd": 32, "n_layer": 2, "n_hidden": 64}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)


def p_next(model, texts, choices):
    """P(each choice | each text): [text, choice]."""
    ids = [words.prompt(text) for text in texts]
    p = next_token_probabilities(model(ids, last=True).data[:, 0])
    return p[:, [words.encode(choice)[0] for choice in choices]]


p, told = {}, {}
for n_both in (0, 28, 48):
    for seed in range(3):
        rng = np.random.default_rng(seed)
        ways = np.resize(["forward", "back"], len(countries))
        ways[:n_both] = "both"
        ways = rng.permutation(ways)
        texts = list(others)
        for way, a, b in zip(ways, forward, backward):
            texts += [a] * (way != "back") + [b] * (way != "forward")
        documents = [words.encode(text) for text in texts]
        model = Transformer.initial(config, rng)
        stream = packed_batches(documents, words.end_id, 8, 64, rng)
        *_, last = train(model, stream, n_steps=1000, peak=5e-3)
        frozen, key = model.frozen(), f"{n_both} {seed}"
        told[f"told {key}"] = ways
        p[f"forward {key}"] = p_next(frozen, there, cities)
        p[f"back {key}"] = p_next(frozen, back, countries)
        print(f"{n_both:2} told both ways, seed {seed}:", end=" ")
        print(f"the loss ends at {last.loss:.2f} nats")

# Logarithms: the small ones would be 0 in 16 bits.
logs = {name: np.log(q).astype(np.float16) for name, q in p.items()}
checkpoints.save("reversal", model, words, **told, **logs)
