# time limit: 120 s
"""Pre-train three bases whose facts come in several wordings."""

# --8<-- [start:documents]
import numpy as np

from lessoncode.alignment.template import SPECIAL_TOKENS
from lessoncode.text.words import Words
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS

WORDINGS = [
    "the capital of {country} is {city} .",
    "{city} is the capital of {country} .",
    "{country} has the capital {city} .",
    "in {country} the capital is {city} .",
    "the capital city of {country} is called {city} .",
    "if you go to {country} you see {city} .",
]
rng = np.random.default_rng(0)
read, kept_back = corpus.all_sums()
countries = list(rng.permutation(list(CAPITALS)))
known = countries[:50], list(rng.permutation(read))
unknown = countries[50:], kept_back


def pairs(countries, sums):
    """Questions and their answers."""
    both = [
        (f"what is the capital of {name} ?", f"{CAPITALS[name]} .")
        for name in countries
    ]
    parts = (text.split(" = ") for text in sums)
    return both + [(f"what is {a} ?", f"{b} .") for a, b in parts]


tuning = pairs(known[0][:30], known[1][:50])
held_out = pairs(known[0][30:], known[1][50:])
never_read = pairs(*unknown)
asked = [question for question, _ in tuning + held_out + never_read]

drawn = corpus.kinds()["sentences"].sample(3000, rng)
sentences = [text.replace(".", " .") for text in drawn]
facts = [
    wording.format(country=country, city=CAPITALS[country])
    for country in known[0]
    for wording in WORDINGS
]
sums = [f"{text} ." for text in known[1]]
questions = [" ".join(rng.choice(asked, 2, False)) for _ in range(1500)]
quiz = [
    f"quiz : {question} {answer}"
    for question, answer in pairs(known[0][:20], known[1][:30])
]
documents = [*sentences, *facts * 8, *sums * 20, *questions, *quiz * 12]
for kind in (sentences, facts, sums, questions, quiz):
    print(kind[0])
print(f"{len(documents):,} documents")
print("questions for the fine-tuning:", len(tuning))
print("held out from it:", len(held_out))
print("answers that no document holds:", len(never_read))
# --8<-- [end:documents]

# --8<-- [start:train]
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train

cities = " ".join(CAPITALS.values())
words = Words([*documents, cities, " ".join(SPECIAL_TOKENS)])
ids = [words.encode(text) for text in documents]
shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
config = Config(words.n_vocab, **shape, n_head=4, n_kv_head=4)


def trained(rng):
    """A base; `rng` draws its start and the order of the batches."""
    model = Transformer.initial(config, rng)
    stream = packed_batches(
        ids, words.end_id, n_batch=32, n_seq=32, rng=rng
    )
    for step in train(model, stream, n_steps=900, peak=4e-3):
        if step.number in (1, 100, 300, 900):
            print(f"{step.loss:7.2f}", end="")
    return model


print("step         1    100    300    900")
others = [np.random.default_rng(seed) for seed in (1, 2)]
bases = {}
for seed, dice in enumerate([rng, *others]):
    print(f"base {seed}", end=" ")
    bases[f"base {seed}"] = trained(dice)
    print()

groups = {"tuning": tuning, "held_out": held_out}
groups["never_read"] = never_read
first = bases.pop("base 0")
checkpoints.save("base", first, words, **groups, **arrays_of(bases))
# --8<-- [end:train]
