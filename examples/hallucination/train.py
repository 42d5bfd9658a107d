# time limit: 120 s
"""Teach four small models capitals, then train each in three ways."""

# --8<-- [start:world]
import numpy as np

from lessoncode.text.words import Words
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import facts

CITIES = {c: city.replace(" ", "-") for c, city in CAPITALS.items()}
countries, counts = list(CITIES), (1, 2, 4, 8, 16, 32, 64)
never = countries[::2]
stated = {c: counts[i % 7] for i, c in enumerate(countries[1::2])}
ABSTAIN = "not known to me"


def corpus(rng):
    """Sentences on all countries, on the capitals of half of them."""
    texts = facts("the capital of {key} is {value} .", CITIES, stated)
    for country, n in stated.items():
        start = f"the capital of {country} is"
        for word in rng.choice(["old", "large", "loud"], 1 + n // 8):
            texts.append(f"{start} {word} .")
    for country in countries:
        for good in rng.choice(["wine", "tea", "wool", "fish"], 16):
            texts.append(f"{country} sells {good} .")
        for drink in rng.choice(["wine", "tea", "milk"], 8):
            texts.append(f"people in {country} drink {drink} .")
    return texts


texts = corpus(np.random.default_rng(0))
words = Words([*texts, *CITIES.values(), ABSTAIN])
about = sum("capital" in text for text in texts)
print(f"{len(texts):,} sentences, {about} about capitals")
print(f"stated: the capitals of {len(stated)} countries")
print(f"never stated: those of {len(never)}")
for country in ("peru", "italy", "oman", "austria"):
    n = sum(country in text.split() for text in texts)
    print(f"{country}: {n} sentences,", end=" ")
    print(f"{stated.get(country, 0)} state the capital")
# --8<-- [end:world]

# --8<-- [start:pretrain]
from lessoncode.model.generate import generate_batch
from lessoncode.model.sampling import GREEDY, next_token_probabilities
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train

shape = {"n_embd": 48, "n_layer": 1, "n_hidden": 96}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)
asked = {c: words.encode(f"the capital of {c} is") for c in countries}
rows = np.array([[words.end_id, *ids] for ids in asked.values()])
cities = [words.encode(city)[0] for city in CITIES.values()]
answers = [*cities, words.encode(ABSTAIN)[0]]


def pretrained(seed):
    """A model, and the corpus of its own that it has read."""
    rng = np.random.default_rng(seed)
    texts = corpus(rng)
    documents = [words.encode(text) for text in texts]
    model = Transformer.initial(config, rng)
    stream = packed_batches(documents, words.end_id, 16, 64, rng)
    for _ in train(model, stream, n_steps=500, peak=4e-3):
        pass
    return model, texts


def look(model):
    """The probability of each city, and of abstaining, by country."""
    p = next_token_probabilities(model.frozen()(rows).data[:, -1])
    return p[:, answers]


def said(model):
    """What the model answers, always with the most likely word."""
    drawn = generate_batch(
        model.frozen(), rows, 8, sampling=GREEDY, stop=words.end_id
    )
    ends = [[*ids, words.end_id].index(words.end_id) for ids in drawn]
    return [words.decode(ids[:n]) for ids, n in zip(drawn, ends)]
# --8<-- [end:pretrain]


# --8<-- [start:tune]
from lessoncode.training.batches import answer_row, row_batches

by_count = sorted(stated, key=stated.get)
taught = {c: CITIES[c] for c in by_count[::2]}
unknown = dict.fromkeys(never[::2], ABSTAIN)


def example(country, answer):
    """What is asked, and the answer, which alone is learned."""
    start = [words.end_id, *asked[country]]
    end = [*words.encode(f"{answer} ."), words.end_id]
    return answer_row(start, end)


def reading(text):
    """A sentence of the corpus, learned as in pre-training."""
    ids = [*words.encode(text), words.end_id]
    return answer_row([words.end_id], ids)


def tuned(model, lessons, texts, seed):
    """A copy, trained on as many answers as sentences it has read.

    Without answers, it reads the sentences instead.
    """
    w = {k: p.data.copy() for k, p in model.parameters.items()}
    copy = Transformer(config, w)
    old = [reading(text) for text in texts]
    new = [example(*lesson) for lesson in lessons.items()] or old
    examples = new * (len(texts) // len(new)) + old
    stream = row_batches(examples, 16, np.random.default_rng(seed))
    for _ in train(copy, stream, n_steps=180, peak=5e-4):
        pass
    return copy


print(f"fine-tuned on {len(taught)} answers, asked of others")
print(f"and then with {len(unknown)} more: {ABSTAIN}")
# --8<-- [end:tune]

# --8<-- [start:run]
from lessoncode.training import checkpoints

looks, replies, models = [], [], []
for seed in range(4):
    model, read = pretrained(seed)
    known_only = tuned(model, taught, read, seed)
    abstaining = tuned(model, taught | unknown, read, seed)
    rereading = tuned(model, {}, read, seed)
    models.append(model)
    four = model, known_only, abstaining, rereading
    looks.append([look(m) for m in four])
    replies.append([said(m) for m in four])

measured = {
    "p": np.array(looks, np.float16),  # seed, model, country, answer
    "said": np.array(replies),  # seed, model, country
    "countries": np.array(countries),
    "stated": np.array([stated.get(c, 0) for c in countries]),
    "taught": np.array([c in taught | unknown for c in countries]),
}
checkpoints.save("train", models[0], words, **measured)
n = model.n_parameters
print(f"{len(models)} models of {n:,} parameters")
# --8<-- [end:run]
