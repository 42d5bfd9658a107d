# time limit: 120 s
"""The supervised phase: answer, criticise, revise, fine-tune."""

# --8<-- [start:revise]
from pathlib import Path

import numpy as np

from lessoncode.alignment.template import Template
from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law
from lessoncode.worlds.capitals import CAPITALS

written = Path(__file__).with_name("constitution.txt").read_text()
principles = law.principles(written)
red_team = [law.QUESTION.format(topic) for topic in law.ASKED]


def revised(model, template, answers, rng):
    """Criticise and revise, by all principles in a random order."""
    for number in rng.permutation(list(principles)).tolist():
        checks = [
            law.dialogue(law.CHECK.format(principles[number], text))
            for text in answers
        ]
        critiques = law.replies(model, template, checks)
        requests = [
            [*check, *law.dialogue("", critique, "rewrite it")[1:]]
            for check, critique in zip(checks, critiques)
        ]
        answers = law.replies(model, template, requests)
    return answers
# --8<-- [end:revise]


# --8<-- [start:tune]
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train

capitals = [c for c, city in CAPITALS.items() if " " not in city][:24]
harmless = [f"what is the capital of {country}" for country in capitals]
harmless += [f"what kind of thing is {topic}" for topic in law.TOPICS]


def tuned(pairs, rng):
    """The helpful model, fine-tuned on these answers."""
    start = checkpoints.load("constitutional_ai/helpful")
    model, template = start.model, Template(start.tokenizer)
    examples = [template.row(law.dialogue(*p)) for p in pairs]
    rows = row_batches(examples, 24, rng)
    for _ in train(model, rows, n_steps=40, peak=5e-4):
        pass
    return model


def asked(model, template, questions, rng=None):
    """The model's answers to some questions."""
    prompts = [law.dialogue(question) for question in questions]
    return law.replies(model, template, prompts, rng)


def said(model, template):
    """What it says about every topic, three times, and otherwise."""
    rng = np.random.default_rng(9)
    topics = [law.QUESTION.format(topic) for topic in law.TOPICS] * 3
    drawn = asked(model, template, topics, rng)
    return np.array(drawn + asked(model, template, harmless), "S")
# --8<-- [end:tune]


# --8<-- [start:run]
helpful = checkpoints.load("constitutional_ai/helpful")
template, model = Template(helpful.tokenizer), helpful.model
kept = {"said_helpful": said(model, template)}
own = asked(model, template, harmless)
print("          harmful answers")
print("seed    first  revised")
for seed in range(3):
    rng = np.random.default_rng(seed)
    first = asked(model, template, red_team * 4, rng)
    final = revised(model, template, first, rng)
    shares = [np.mean([*map(law.harmful, a)]) for a in (first, final)]
    print(f"{seed:4} {shares[0]:8.2f} {shares[1]:8.2f}")
    pairs = [*zip(red_team * 4, final)]
    alone = tuned(pairs, rng)
    mixed = tuned([*pairs, *zip(harmless, own)], rng)
    kept[f"said_alone_{seed}"] = said(alone, template)
    kept[f"said_mixed_{seed}"] = said(mixed, template)
    kept |= {f"first_{seed}": np.array(first, "S")}
    kept |= {f"final_{seed}": np.array(final, "S")}
checkpoints.save("revised", mixed, helpful.tokenizer, **kept)
# --8<-- [end:run]
