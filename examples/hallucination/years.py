# time limit: 120 s
"""Train on who led in years 1 to 5, and on using a note."""

# --8<-- [start:world]
from textwrap import wrap

import numpy as np

from lessoncode.text.words import Words
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import reigns

NAMES = [
    *("ada", "ben", "cleo", "dan", "eva", "finn", "gus", "hana", "ivo"),
    *("jan", "kim", "leo", "mia", "nora", "otto", "pia", "rosa", "sam"),
    *("tom", "uma"),
]
countries = list(CAPITALS)[:35:5]
years, cutoff = range(1, 8), 5


def fact(country, year, name):
    """Who led, as a sentence."""
    return f"in year {year} {country} is led by {name} ."


def corpus(leaders, rng):
    """What was written until the cutoff."""
    read, texts = range(1, cutoff + 1), []
    for c in countries:
        facts = [fact(c, year, leaders[c][year]) for year in read]
        texts += facts * 60
        for year in years[2:]:
            for thing in ("road", "bridge", "school"):
                texts.append(f"{c} plans a {thing} for year {year} .")
    for _ in range(1000):
        name, country = rng.choice(NAMES), rng.choice(countries)
        said = fact(country, rng.choice(read), name)
        texts.append(f"note : {said} {said}")
    return texts


rng = np.random.default_rng(0)
leaders = {c: reigns(NAMES, len(years), rng) for c in countries}
texts = corpus(leaders, rng)
words = Words([*texts, *NAMES])
for country in countries[:3]:
    print(country, *leaders[country].values())
for i in (0, 305, -1):
    print(*wrap(texts[i], 42, subsequent_indent="  "), sep="\n")
for year in (5, 6):
    n = sum(f"in year {year} " in text for text in texts)
    mentions = sum(f"year {year} ." in text for text in texts)
    print(f"year {year}: {n} say who led, {mentions} mention it")
# --8<-- [end:world]

# --8<-- [start:train]
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train

shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
config = Config(words.n_vocab, **shape, n_head=4, n_kv_head=4)
name_ids = [words.encode(name)[0] for name in NAMES]
pairs = [(c, year) for c in countries for year in years]


def look(model, notes):
    """The probability of each name, for each country and year."""
    prompts = []
    for (country, year), note in zip(pairs, notes):
        asked = f"{note} in year {year} {country} is led by"
        prompts.append(words.prompt(asked))
    logits = model.frozen()(prompts).data[:, -1]
    return next_token_probabilities(logits)[:, name_ids]


kept = {"p": [], "led": [], "noted": []}
models = []
for seed in range(3):
    rng = np.random.default_rng(seed)
    leaders = {c: reigns(NAMES, len(years), rng) for c in countries}
    texts = corpus(leaders, rng)
    documents = [words.encode(text) for text in texts]
    model = Transformer.initial(config, rng)
    stream = packed_batches(documents, words.end_id, 4, 64, rng)
    for _ in train(model, stream, n_steps=2000, peak=8e-3):
        pass
    models.append(model)

    other = dict(zip(countries, np.roll(countries, 1)))
    strange, about, elsewhere = [], [], []  # names and notes
    for c, year in pairs:
        past = set(leaders[c].values()) | set(
            leaders[other[c]].values()
        )
        name = rng.choice([n for n in NAMES if n not in past])
        strange.append(NAMES.index(name))
        about.append(f"note : {fact(c, year, name)}")
        elsewhere.append(f"note : {fact(other[c], year, name)}")
    notes = [[""] * len(pairs), about, elsewhere]
    kept["p"].append([look(model, note) for note in notes])
    kept["led"].append([NAMES.index(leaders[c][y]) for c, y in pairs])
    kept["noted"].append(strange)

arrays = {key: np.array(value) for key, value in kept.items()}
arrays["p"] = arrays["p"].astype(np.float16)
arrays |= {"names": np.array(NAMES), "pairs": np.array(pairs)}
checkpoints.save("years", models[0], words, **arrays)
n = models[0].n_parameters
print(f"{len(models)} models of {n:,} parameters")
# --8<-- [end:train]
