"""Find a line, put it in front of the question, cite where it was."""

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints

trained = checkpoints.load("hallucination/years")
model, words = trained.model.frozen(), trained.tokenizer
arrays = trained.arrays
leaders = arrays["names"][arrays["led"][0]]
truth = dict(zip(map(tuple, arrays["pairs"].tolist()), leaders))
library = {
    "gazette": "in year 6 albania is led by ben .",
    "chronicle": "in year 6 kenya is led by sam .",
    "forgery": "in year 1 albania is led by uma .",
}


def found(question):
    """The document that has most of the question's words."""
    asked = set(question.split())

    def shared(document):
        return len(asked & set(library[document].split()))

    return max(library, key=shared)


for country, year in (("kenya", "6"), ("kenya", "7"), ("albania", "1")):
    question = f"in year {year} {country} is led by"
    source = found(question)
    prompt = f"note : {library[source]} {question}"
    ids = words.prompt(prompt)
    name = words.decode(generate(model, ids, 1, sampling=GREEDY))
    print(f"{question} {name} [{source}]")
    print(f"  [{source}] {library[source]}")
    print(f"  true: {truth[country, year]}")
