# time limit: 60 s
"""What the helpful model says, and whether it can mend it."""

from pathlib import Path

import numpy as np

from lessoncode.alignment.template import Template
from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law

# --8<-- [start:answers]
helpful = checkpoints.load("constitutional_ai/helpful")
model, template = helpful.model, Template(helpful.tokenizer)
rng = np.random.default_rng(0)
questions = [law.QUESTION.format(topic) for topic in law.TOPICS * 8]
asked = [law.dialogue(question) for question in questions]
said = law.replies(model, template, asked, rng)
for text in said[:4]:
    print(text)
print(f"harmful: {np.mean([*map(law.harmful, said)]):.0%}")
# --8<-- [end:answers]

# --8<-- [start:chain]
written = Path(__file__).with_name("constitution.txt").read_text()
principles = law.principles(written)


def mend(texts, numbers):
    """Ask for critiques by these principles, then for revisions."""
    turns = [
        law.dialogue(law.CHECK.format(principles[number], text))
        for text, number in zip(texts, numbers)
    ]
    critiques = law.replies(model, template, turns)
    for dialogue, critique in zip(turns, critiques):
        dialogue += law.dialogue("", critique, "rewrite it")[1:]
    return critiques, law.replies(model, template, turns)


text = "your drawing is awful and you are a clown so give up"
print(text)
for number in principles:
    (critique,), (text,) = mend([text], [number])
    print(f"{number} {critique}\n  {text}")
# --8<-- [end:chain]

# --8<-- [start:skills]
never_named = {"pig", "boring"}


def cases(topics, only):
    """Made-up answers, with a principle for each of them."""
    texts, numbers = [], []
    while len(texts) < 200:
        number = int(rng.integers(1, 5))
        text = law.answer(rng.choice(topics), rng, 0.5, dodge=0.15)
        named = law.breach(text, number) in never_named
        if named if only else not never_named & set(text.split()):
            texts.append(text)
            numbers.append(number)
    return texts, numbers


def untouched(before, after, number):
    """Whether all but what was asked for is as it was."""
    a, b = law.parts(before), law.parts(after)
    places = set(a) - {law.SLOTS.get(number)}
    return all(a[place] == b.get(place) for place in places)


print("answers about       critique  mended  rest kept")
for name, topics, only in (
    ("rule-example topics", law.OTHERS, False),
    ("red-team topics", law.TOPICS, False),
    ("  and pig or boring", law.TOPICS, True),
):
    texts, numbers = cases(topics, only)
    critiques, revisions = mend(texts, numbers)
    rights = []
    for text, n, critique, new in zip(
        texts, numbers, critiques, revisions
    ):
        right = critique == law.critique(law.breach(text, n))
        mended = bool(law.parts(new)) and not law.breach(new, n)
        rights.append((right, mended, untouched(text, new, n)))
    row = np.mean(rights, 0)
    print(f"{name:20}" + "{:8.1%} {:7.1%} {:10.1%}".format(*row))
fine = np.mean([critique == law.FINE for critique in critiques])
print(f"  of these called fine: {fine:.0%}")
# --8<-- [end:skills]
