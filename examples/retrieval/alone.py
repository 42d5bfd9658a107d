"""What one model that learned to name sources writes by itself."""

import numpy as np

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints
from lessoncode.worlds.capitals import CAPITALS

trained = checkpoints.load("hallucination/sources")
model, words = trained.model.frozen(), trained.tokenizer
SOURCES = ["atlas", "almanac", "gazette"]
countries = [c for c, city in CAPITALS.items() if " " not in city][:24]
stated, never = countries[::2], countries[1::2]
cities = [CAPITALS[country] for country in countries]
drawn = np.random.default_rng(0).permutation(np.resize(SOURCES, 12))
true = [
    f"{CAPITALS[country]} , says the {source} ."
    for country, source in zip(stated, drawn)
]


def said(country):
    """How the model goes on, always with the most likely word."""
    ids = words.prompt(f"the capital of {country} is")
    end = words.end_id
    drawn = generate(model, ids, 8, sampling=GREEDY, stop=end)
    return words.decode(i for i in drawn if i != end)


right = sum(said(c) == text for c, text in zip(stated, true))
print(f"stated: the right city and source for {right} of {len(stated)}")
answers = {country: said(country) for country in never}
forms = {
    f"{name} , says the {source} ."
    for name in cities
    for source in SOURCES
}
cited = sum(text in forms for text in answers.values())
only = sum(text[:-2] in SOURCES for text in answers.values())
print(f"never stated: a city and a source for {cited} of {len(never)},")
print(f"  a source instead of a city for {only}")
for country, text in answers.items():
    print(f"{country}: {text}")
