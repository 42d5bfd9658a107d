# time limit: 120 s
"""The models that name sources, from slightly different weights."""

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.capitals import CAPITALS

# all as in sources.py
SOURCES = ["atlas", "almanac", "gazette"]
countries = [c for c, city in CAPITALS.items() if " " not in city][:24]
stated, cities = countries[::2], [CAPITALS[c] for c in countries]
text = "the capital of {} is {} , says the {} ."
goods = "wine", "tea", "wool", "fish"
sales = [f"{c} sells {good} ." for c in countries for good in goods]
words = Words([text, *sales, *SOURCES, *cities])
shape = {"n_embd": 48, "n_layer": 1, "n_hidden": 96}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)


def trained(seed):
    """A model, and which source has which of the stated capitals."""
    rng = np.random.default_rng(seed)
    drawn = rng.permutation(np.resize(SOURCES, len(stated)))
    source = dict(zip(stated, drawn))
    facts = [text.format(c, CAPITALS[c], source[c]) for c in stated]
    documents = [words.encode(t) for t in facts * 20 + sales]
    model = Transformer.initial(config, rng)
    for weights in model.parameters.values():
        weights.data *= 1 + 1e-6  # the only difference
    stream = packed_batches(documents, words.end_id, 16, 32, rng)
    for _ in train(model, stream, n_steps=1200, peak=4e-3):
        pass
    return model.frozen(), source


def asked(model, prompt, choices):
    """The most likely of the choices as the next word, and their p."""
    ids = words.prompt(prompt)
    p = next_token_probabilities(model([ids]).data[0, -1])
    p = p[[words.encode(c)[0] for c in choices]]
    return choices[p.argmax()], dict(zip(choices, p))


print("seed  city  source  probability of")
print("     right   right  the right source")
for seed in range(12):
    model, source = trained(seed)
    rows = []
    for country in stated:
        text_before = f"the capital of {country} is"
        city, _ = asked(model, text_before, cities)
        text_before += f" {city} , says the"
        name, p = asked(model, text_before, SOURCES)
        right = source[country]
        known = city == CAPITALS[country]
        rows.append((known, name == right, p[right]))
    city, name, p = np.mean(rows, 0)
    print(f"{seed:4} {city:5.2f} {name:7.2f} {p:17.2f}")
