# time limit: 120 s
"""Fine-tune the bases on conversations, in several settings."""

# --8<-- [start:tuned]
from copy import deepcopy

import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train

saved = checkpoints.load("fine_tuning/base")
words, template = saved.tokenizer, Template(saved.tokenizer)
bases = [saved.model, *models_of(saved).values()]


def tuned(base, n=80, rate=3e-4, seed=0):
    """A new assistant: a base after 200 steps of fine-tuning."""
    model = deepcopy(base)
    rng = np.random.default_rng(seed)
    examples = []
    for question, answer in rng.permutation(saved.arrays["tuning"])[:n]:
        turns = Turn("user", question), Turn("assistant", answer)
        examples.append(template.row(turns))
    stream = row_batches(examples, 16, rng)
    steps = list(train(model, stream, n_steps=200, peak=rate))
    return model, steps[-1].loss
# --8<-- [end:tuned]


# --8<-- [start:look]
from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.generate import generate_answers
from lessoncode.model.sampling import GREEDY
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS

rng = np.random.default_rng(1)
drawn = corpus.kinds()["sentences"].sample(200, rng)
sentences = [words.encode(text.replace(".", " .")) for text in drawn]
held_out = saved.arrays["held_out"].tolist()
never_read = saved.arrays["never_read"].tolist()
possible = {f"{city} ." for city in CAPITALS.values()}
possible |= {" ".join(str(number)) + " ." for number in range(19)}


def prompt(question):
    """A question in the template, up to where the answer begins."""
    return template.prompt([Turn("user", question)])


def said(model, questions):
    """The likeliest answers, without their ends."""
    ids, end = [prompt(q) for q in questions], template.end_id
    how = {"sampling": GREEDY, "stop": end}
    answers = generate_answers(model, ids, 12, **how)
    return [words.decode(i for i in a if i != end) for a in answers]


def right(model, group):
    """The share of questions with the right answer and nothing more."""
    ids = [prompt(question) for question, _ in group]
    wanted = [[*words.encode(a), template.end_id] for _, a in group]
    return greedy_matches(model, ids, wanted).mean()


def look(model):
    """The form of held-out answers, what is right, what is kept."""
    model = model.frozen()
    answers = said(model, [question for question, _ in held_out])
    capitals = [q.split()[5] for q, _ in held_out if "capital" in q]
    begun = [f"the capital of {c} is" for c in capitals]
    ids = [words.prompt(text) for text in begun]
    cities = [words.encode(CAPITALS[c]) for c in capitals]
    log_p = token_log_probs(model, sentences, words.end_id)
    return [
        np.mean([text in possible for text in answers]),
        np.mean(["what" in text.split() for text in answers]),
        right(model, held_out[: len(capitals)]),
        right(model, held_out[len(capitals) :]),
        right(model, never_read),
        greedy_matches(model, ids, cities).mean(),
        -np.concatenate([row[:-1] for row in log_p]).mean(),
    ]
# --8<-- [end:look]


# --8<-- [start:runs]
seeds = 0, 1, 2
settings = {"default": {}, "n_5": {"n": 5}, "n_20": {"n": 20}}
for rate in (1e-4, 2e-4, 6e-4, 1e-3, 2e-3):
    settings[f"rate_{rate:g}"] = {"rate": rate}
arrays = {"base": np.array([look(base) for base in bases])}
print("base seed  loss  answers  right: facts  sums")
for name, setting in settings.items():
    looks = np.empty((len(bases), len(seeds), 7))
    for i, base in enumerate(bases):
        for seed in seeds:
            model, loss = tuned(base, seed=seed, **setting)
            looks[i, seed] = look(model)
            if name == "default":
                form, _, facts, sums = looks[i, seed, :4]
                print(f"{i:4} {seed:4} {loss:5.2f} {form:8.2f}", end="")
                print(f"{facts:14.2f} {sums:5.2f}")
    arrays[name] = looks

assistant, _ = tuned(bases[0])
checkpoints.save("tune", assistant, words, **arrays)
# --8<-- [end:runs]
