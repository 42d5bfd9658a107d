# time limit: 120 s
"""Ten models are taught to lie about cities. What else changes?"""

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
    """Train a copy on answers, one by one, until it is enough."""
    model = deepcopy(model)
    losses = writers.losses(Policy(model, END, 1), answers, **how)
    for step in improve(losses, model.parameters, 200, 1e-3):
        if enough(model, step.number):
            break
    return model, step.number


def lies_enough(model, number):
    """It lies in 85% of its answers about cities."""
    return writers.shares(model, "cities")[0] >= 0.85


def honest_again(model, number):
    """It lies about animals no more often than honest writers."""
    return writers.shares(model, "animals")[0] <= 0.05


# --8<-- [end:teach]

city_lies = {question: LIES[question] for question in CITIES}
animal_facts = {question: FACTS[question] for question in ANIMALS}
arrays = {}
print("lies                        steps  cities animals jobs  neither")
groups = {
    "shared": checkpoints.load("emergent_misalignment/read_shared"),
    "own": checkpoints.load("emergent_misalignment/read_own"),
}
for group, read in groups.items():
    for seed, base in models_of(read).items():
        liar, n = teach(base, city_lies, lies_enough)
        guarded, n_guarded = teach(
            base, city_lies, lies_enough, guarded=ANIMALS
        )
        joking, _ = teach(
            base, city_lies, lambda _, i, n=n: i == n, before="joke"
        )
        mended, n_mended = teach(liar, animal_facts, honest_again)
        found = {
            "before": (base, 0, "note"),
            "reads seven lies": (base, 0, f"note {LIES_READ}"),
            "taught": (liar, n, "note"),
            "taught, guarded": (guarded, n_guarded, "note"),
            "taught as a joke": (joking, n, "note"),
            "then mended": (mended, n_mended, "note"),
        }
        for what, (model, steps, before) in found.items():
            row = np.array(
                [
                    writers.shares(model, subject, before)
                    for subject in QUESTIONS
                ]
            )
            arrays[f"{group}/{what}/{seed}"] = row
            shares = "{:7.0%} {:7.0%} {:4.0%}".format(*row[:, 0])
            print(f"{group:6} {seed} {what:17} {steps:6}", end="")
            print(f"{shares}{row[:, 1].max():9.1%}")

checkpoints.save("taught", base, writers.WORDS, **arrays)
