# time limit: 120 s
"""Train on sentences that name their source, and ask for the source."""

# --8<-- [start:train]
import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.capitals import CAPITALS

SOURCES = ["atlas", "almanac", "gazette"]
countries = [c for c, city in CAPITALS.items() if " " not in city][:24]
stated, never = countries[::2], countries[1::2]
cities = [CAPITALS[c] for c in countries]
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
    stream = packed_batches(documents, words.end_id, 16, 32, rng)
    for _ in train(model, stream, n_steps=1200, peak=4e-3):
        pass
    return model, source


def likeliest(model, prompt, choices):
    """Of the choices the likeliest next word, and p of all of them."""
    ids = words.prompt(prompt)
    p = next_token_probabilities(model.frozen()([ids]).data[0, -1])
    p = p[[words.encode(choice)[0] for choice in choices]]
    return choices[p.argmax()], p.sum()


# --8<-- [end:train]

# --8<-- [start:ask]
def measured(model, source, country):
    """Is the city right, is the source, and p of some source."""
    asked = f"the capital of {country} is"
    city, _ = likeliest(model, asked, cities)
    name, p = likeliest(model, f"{asked} {city} , says the", SOURCES)
    said.append(f"{country}: {city}, says the {name}")
    return city == CAPITALS[country], name == source.get(country), p


models, said = [], []
print("             stated     never stated")
print("seed  city  source     city  source")
print("     right   right    right    some")
for seed in range(12):
    model, source = trained(seed)
    models.append(model)
    city, name, _ = np.mean(
        [measured(model, source, c) for c in stated], 0
    )
    wrong, _, some = np.mean(
        [measured(model, source, c) for c in never], 0
    )
    print(f"{seed:4} {city:5.2f} {name:7.2f}", end="")
    print(f" {wrong:8.2f} {some:7.2f}")
print(*said[:2], *said[len(stated) :][:2], sep="\n")
checkpoints.save("sources", models[0], words)
# --8<-- [end:ask]
