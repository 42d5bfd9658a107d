"""Other documents, and wrong ones, for the same models."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk, desk_talks
from lessoncode.worlds.desk_talks import CITIES, COUNTRIES

models = models_of(checkpoints.load("tools/train"))
rng = np.random.default_rng(0)


def library():
    """A document about each country, with a city by lot."""
    cities = rng.choice(CITIES, len(COUNTRIES)).tolist()
    return {
        country: desk_talks.document(rng, country, city)
        for country, city in zip(COUNTRIES, cities)
    }


def misplaced(documents):
    """Each country's document, filed under another one."""
    rolled = np.roll(list(documents.values()), 1).tolist()
    return dict(zip(documents, rolled))


def talks_with(model, documents):
    """All countries, asked for and looked up."""
    asked = [
        desk_talks.beginning(f"what is the capital of {country}")
        for country in COUNTRIES
    ]
    tools = {
        "calc": desk.calculate,
        "find": desk.search(documents),
        "send": desk.post,
    }
    return desk.answered(model, asked, tools)


def count(talks, documents):
    """How many give city and number, and how many are supported."""
    copied, supported = 0, 0
    for talk, found in zip(talks, documents.values()):
        fact = desk_talks.fact_in(found)
        answer = talk[-1].text
        copied += answer.split()[-2:] == fact.split()[-2:]
        supported += answer == fact
    return copied, supported


if __name__ == "__main__":
    print("of", len(COUNTRIES), "answers      city and      the document")
    print("                   number of it  says so")
    first, second = library(), library()
    kinds = {
        "a library": first,
        "another library": second,
        "misplaced": misplaced(first),
    }
    for kind, documents in kinds.items():
        for seed, model in models.items():
            talks = talks_with(model, documents)
            row = count(talks, documents)
            print(f"{kind:16} {seed}", "{:6} {:13}".format(*row))
    print()
    talk = talks_with(models["0"], kinds["misplaced"])[0]
    for role, text in talk:
        print(f"{role:9} {text}")
