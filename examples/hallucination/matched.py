# time limit: 120 s
"""Abstaining again, where all countries are named equally often."""

# --8<-- [start:world]
import numpy as np

from lessoncode.text.words import Words
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import facts

CITIES = {c: city.replace(" ", "-") for c, city in CAPITALS.items()}
countries, counts = list(CITIES), (1, 2, 4, 8, 16, 32, 64)
never, known = countries[::2], countries[1::2]
stated = {c: counts[i % 7] for i, c in enumerate(known)}
twins = dict(zip(never, known))
ABSTAIN = "not known to me"


def corpus(rng, same_is):
    """Twins are named as often, as often after "the capital of".

    With `same_is` as often in "the capital of X is" something else.
    """
    texts = facts("the capital of {key} is {value} .", CITIES, stated)
    goods = ["wine", "tea", "wool", "fish"]
    for country in countries:
        start = f"the capital of {country}"
        n = stated[twins.get(country, country)]
        n_facts, n_is = stated.get(country, 0), 1 + n // 8
        n_sells = 8 + n + n_is - n_facts
        if same_is or country in stated:
            n_sells -= n_is
            for word in rng.choice(["old", "large", "loud"], n_is):
                texts.append(f"{start} is {word} .")
        for good in rng.choice(goods, n_sells):
            texts.append(f"{start} sells {good} .")
        for good in rng.choice(goods, 16):
            texts.append(f"{country} sells {good} .")
        for drink in rng.choice(["wine", "tea", "milk"], 8):
            texts.append(f"people in {country} drink {drink} .")
    return texts


worlds = "is behind one twin", "is behind both"
for same_is, name in enumerate(worlds):
    texts = corpus(np.random.default_rng(0), same_is)
    print(name)
    print("  sentences  capital of  is  a city")
    for country in ("peru", "pakistan"):
        start = f"the capital of {country}"
        parts = country, start, f"{start} is"
        row = [sum(f"{p} " in text for text in texts) for p in parts]
        row.append(stated.get(country, 0))
        print("  {:9} {:11} {:3} {:7} ".format(*row), country)
words = Words([*texts, *CITIES.values(), ABSTAIN])
# --8<-- [end:world]

# --8<-- [start:train]
from lessoncode.model.generate import generate_batch
from lessoncode.model.sampling import GREEDY
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import (
    answer_row,
    packed_batches,
    row_batches,
)
from lessoncode.training.loop import train

shape = {"n_embd": 48, "n_layer": 1, "n_hidden": 96}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)
asked = {c: words.encode(f"the capital of {c} is") for c in countries}
rows = np.array([[words.end_id, *ids] for ids in asked.values()])
taught = {c: CITIES[c] for c in known[::2]}
taught |= dict.fromkeys(never[::2], ABSTAIN)


def pretrained(seed, same_is):
    """A model and its corpus, read as often as those of `train`."""
    rng = np.random.default_rng(seed)
    texts = corpus(rng, same_is)
    documents = [words.encode(text) for text in texts]
    model = Transformer.initial(config, rng)
    stream = packed_batches(documents, words.end_id, 16, 64, rng)
    for _ in train(model, stream, n_steps=840, peak=4e-3):
        pass
    return model, texts


def tuned(model, seed, texts):
    """A copy, taught to answer and to abstain as in `train`."""
    w = {k: p.data.copy() for k, p in model.parameters.items()}
    copy, examples = Transformer(config, w), []
    for country, answer in taught.items():
        start = [words.end_id, *asked[country]]
        end = [*words.encode(f"{answer} ."), words.end_id]
        examples.append(answer_row(start, end))
    examples *= len(texts) // len(examples)
    for text in texts:
        ids = [*words.encode(text), words.end_id]
        examples.append(answer_row([words.end_id], ids))
    stream = row_batches(examples, 16, np.random.default_rng(seed))
    for _ in train(copy, stream, n_steps=180, peak=5e-4):
        pass
    return copy


def said(model):
    """What the model answers, always with the most likely word."""
    drawn = generate_batch(
        model.frozen(), rows, 8, sampling=GREEDY, stop=words.end_id
    )
    ends = [[*ids, words.end_id].index(words.end_id) for ids in drawn]
    return [words.decode(ids[:n]) for ids, n in zip(drawn, ends)]


# --8<-- [end:train]

# --8<-- [start:run]
replies = []
for same_is in range(2):
    for seed in range(3):
        model, texts = pretrained(seed, same_is)
        replies += [said(model), said(tuned(model, seed, texts))]
replies = np.array(replies).reshape(2, 3, 2, len(countries))
checkpoints.save("matched", model, words, said=replies)

cities = [f"{city} ." for city in CITIES.values()]
right = replies == cities  # [world, seed, before or tuned, country]
wrong = np.isin(replies, cities) & ~right
abstains = np.char.startswith(replies, "not known")
found = right, wrong, ~(right | wrong | abstains), abstains

tested = np.array([c not in taught for c in countries])
is_stated = np.array([c in stated for c in countries])
often = np.array([stated[twins.get(c, c)] >= 8 for c in countries])
groups = {
    "never, seldom": ~is_stated & ~often,
    "never, often": ~is_stated & often,
    "stated seldom": is_stated & ~often,
    "stated often": is_stated & often,
}
for world, title in enumerate(worlds):
    print(f"{title:25} right wrong other not")
    print("                          city  city        known")
    for name, group in groups.items():
        at = group & tested
        for i, when in enumerate(("before", "tuned")):
            n = [each[world, :, i, at].sum(0) for each in found]
            row = "  ".join(f"{x.min()}-{x.max()} " for x in n)
            print(f"  {at.sum()} {name:13} {when:7}", row.rstrip())
# --8<-- [end:run]
