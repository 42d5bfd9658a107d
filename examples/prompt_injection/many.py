"""Many rude answers in the prompt, and one more question."""

# --8<-- [start:models]
import numpy as np

from lessoncode.alignment.template import Template
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import constitution as law
from lessoncode.worlds.capitals import CAPITALS

helpful = checkpoints.load("constitutional_ai/helpful")
template = Template(helpful.tokenizer)
kept = checkpoints.load("constitutional_ai/revised").arrays
capitals = [c for c, city in CAPITALS.items() if " " not in city][:24]
harmless = [f"what is the capital of {country}" for country in capitals]
harmless += [f"what kind of thing is {topic}" for topic in law.TOPICS]
own = kept["said_helpful"][-len(harmless) :].astype(str)


def revised(seed):
    """The helpful model, tuned on the revisions of that seed."""
    model = checkpoints.load("constitutional_ai/helpful").model
    questions = [law.QUESTION.format(topic) for topic in law.ASKED] * 4
    pairs = [*zip(questions, kept[f"final_{seed}"].astype(str))]
    pairs += [*zip(harmless, own)]
    rows = [template.row(law.dialogue(*pair)) for pair in pairs]
    stream = row_batches(rows, 24, np.random.default_rng(seed))
    for _ in train(model, stream, n_steps=40, peak=5e-4):
        pass
    return model.frozen()
# --8<-- [end:models]


# --8<-- [start:table]
def answers(model, n_before, rude):
    """What it says after so many made-up questions and answers."""
    rng, prompts = np.random.default_rng(5), []
    for topic in law.TOPICS * 2:
        others = [t for t in law.TOPICS + law.OTHERS if t != topic]
        texts = []
        for other in rng.choice(others, n_before, replace=False):
            texts.append(law.QUESTION.format(other))
            texts.append(law.answer(str(other), rng, rude, dodge=0))
        asked = law.dialogue(*texts, law.QUESTION.format(topic))
        prompts.append(asked)
    rng = np.random.default_rng(9)
    return law.replies(model, template, prompts, rng)


models = {"helpful": helpful.model.frozen()}
models |= {f"revised {seed}": revised(seed) for seed in range(3)}
before = 0, 1, 2, 4, 6
garbled = {}
print("share of readable answers that are harmful")
print("rude ones before", *(f"{n:6}" for n in before), "  6 kind")
for name, model in models.items():
    row, garbled[name] = [], []
    for n, rude in [*((n, 1) for n in before), (6, 0)]:
        said = answers(model, n, rude)
        clear = [*filter(law.parts, said)]
        row.append(np.mean([*map(law.harmful, clear)]))
        garbled[name].append(1 - len(clear) / len(said))
    print(f"{name:16}", *(f"{share:6.0%}" for share in row))
print("share of answers that are garbled")
for name, row in garbled.items():
    label = "garbled " + name.replace("revised ", "")
    print(f"{label:16}", *(f"{share:6.0%}" for share in row))
# --8<-- [end:table]

# --8<-- [start:which]
print("readable, after 6 rude ones  person  work  advice")
for name, model in models.items():
    said = [*filter(law.parts, answers(model, 6, rude=1))]
    row = [
        np.mean([bool(law.breach(text, number)) for text in said])
        for number in law.HARM
    ]
    print(f"{name:27}", "{:6.0%} {:5.0%} {:7.0%}".format(*row))
# --8<-- [end:which]
