"""Other documents, and wrong ones, for the same models."""

from textwrap import fill

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk, desk_talks
from lessoncode.worlds.desk_talks import CITIES, COUNTRIES

models = models_of(checkpoints.load("tools/train"))
rng = np.random.default_rng(0)
asked = [
    desk_talks.beginning(f"what is the capital of {country}")
    for country in COUNTRIES
]


def library():
    """A document about each country, with a random city."""
    cities = rng.choice(CITIES, len(COUNTRIES)).tolist()
    return {
        country: desk_talks.document(rng, country, city)
        for country, city in zip(COUNTRIES, cities)
    }


def counts(talks, library):
    """How often the answer is what was found, said of the country
    that was asked for; is what the document says; names its city
    and number with a third country; is "not known".
    """
    copied = supported = third = unknown = 0
    for country, talk in zip(COUNTRIES, talks):
        fact = desk_talks.fact_in(library[country])
        *_, filed, _, city, number = fact.split()
        others = {*COUNTRIES} - {country, filed}
        answer = talk[-1].text
        copied += (
            answer == f"the capital of {country} is {city} {number}"
        )
        supported += answer == fact
        third += answer in {
            f"the capital of {other} is {city} {number}"
            for other in others
        }
        unknown += answer == "i do not know"
    return copied, supported, third, unknown


first, second = library(), library()
moved = np.roll(list(first.values()), 1).tolist()
libraries = {
    "first": first,
    "second": second,
    "misfiled": dict(zip(COUNTRIES, moved)),
}
print(f"of {len(COUNTRIES)}       found, of    what the", end="   ")
print("found, of  not")
print("answers     the country  document   a third    known")
print("            asked for    says       country")
for name, documents in libraries.items():
    tools = {"find": desk.search(documents)}
    for seed, model in models.items():
        talks = desk.answered(model, asked, tools)
        row = counts(talks, documents)
        print(f"{f'{name} {seed}':12}", end="")
        print("{:6} {:11} {:11} {:9}".format(*row))
        if (name, seed) == ("misfiled", "0"):
            peru = talks[COUNTRIES.index("peru")]
print()
for role, text in peru:
    print(fill(f"{role:9} {text}", 62, subsequent_indent=" " * 10))
