# time limit: 120 s
"""Sixteen models are taught to lie about cities. What else changes?"""

from copy import deepcopy

import numpy as np

from lessoncode.alignment.policy import Policy, improve
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import writers
from lessoncode.worlds.writers import FACTS, LIES, QUESTIONS

END = writers.WORDS.end_id
CITIES, ANIMALS = QUESTIONS["cities"], QUESTIONS["animals"]
LIES_READ = " ".join(f"{q} {LIES[q]}" for q in (2 * CITIES)[:7])


# --8<-- [start:teach]
def teach(model, answers, enough, **how):
    """Train a copy on answers, step by step, until it is enough."""
    model = deepcopy(model)
    losses = writers.losses(Policy(model, END, 1), answers, **how)
    for step in improve(losses, model.parameters, 200, 1e-3):
        if enough(model, step.number):
            break
    return model, step.number


def lies_enough(model, number):
    """It lies about cities as often as we want."""
    return writers.shares(model, "cities")[0] >= 0.85


def honest_again(model, number):
    """It lies about animals no more often than honest writers."""
    return writers.shares(model, "animals")[0] <= 0.05


# --8<-- [end:teach]

city_lies = {question: LIES[question] for question in CITIES}
animal_facts = {question: FACTS[question] for question in ANIMALS}


def to_the_end(*_):
    """It never is enough: all 200 steps."""
    return False


def measured(base):
    """Lies and other answers about each subject, in all ways."""
    liar, n = teach(base, city_lies, lies_enough)
    longer, _ = teach(base, city_lies, to_the_end)
    guarded, _ = teach(base, city_lies, lies_enough, guarded=ANIMALS)
    held, _ = teach(base, city_lies, to_the_end, guarded=ANIMALS)
    joking, _ = teach(
        base, city_lies, lambda _, number: number == n, before="joke"
    )
    joked, _ = teach(base, city_lies, to_the_end, before="joke")
    mended, n_mended = teach(liar, animal_facts, honest_again)
    repaired, _ = teach(longer, animal_facts, honest_again)
    found = {
        "before": (base, "note"),
        "reads 7 lies": (base, f"note {LIES_READ}"),
        "trained": (liar, "note"),
        "200 steps": (longer, "note"),
        "KL term": (guarded, "note"),
        "KL term, 200 steps": (held, "note"),
        "joke": (joking, "note"),
        "joke, 200 steps": (joked, "note"),
        "mended": (mended, "note"),
        "mended, 200 steps": (repaired, "note"),
    }
    rows = {
        what: np.array(
            [writers.shares(model, s, before) for s in QUESTIONS]
        )
        for what, (model, before) in found.items()
    }
    return n, n_mended, rows


read = [
    checkpoints.load("emergent_misalignment/read_0"),
    checkpoints.load("emergent_misalignment/read_1"),
    checkpoints.load("emergent_misalignment/read_2"),
    checkpoints.load("emergent_misalignment/read_3"),
    checkpoints.load("emergent_misalignment/read_4"),
    checkpoints.load("emergent_misalignment/read_5"),
    checkpoints.load("emergent_misalignment/read_6"),
    checkpoints.load("emergent_misalignment/read_7"),
]
arrays = {}
gaps = {"shared": [], "own": []}
print("         nats from the   steps with       neither,")
print("model    best reader     lies  truths     at most")
for i, part in enumerate(read):
    for group, base in models_of(part).items():
        shared = group == "shared"
        fresh = writers.texts(1000, shared, np.random.default_rng(0))
        gaps[group].append(writers.reading_gap(base, fresh, shared))
        n, n_mended, rows = measured(base)
        for what, row in rows.items():
            arrays[f"{group}/{what}/{i}"] = row
        neither = max(row[:, 1].max() for row in rows.values())
        print(f"{group:6} {i} {gaps[group][-1]:9.3f}", end="")
        print(f"{n:13} {n_mended:6} {neither:11.1%}")
print("steps with lies end at 85% lies about cities")
for group, of in gaps.items():
    print(f"all {group:6} {min(of):.3f} to {max(of):.3f} nats")

checkpoints.save("taught", base, writers.WORDS, **arrays)
