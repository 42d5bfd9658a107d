"""The same questions after fine-tuning."""

# --8<-- [start:three]
from lessoncode.alignment.template import Template, Turn
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints

tuned = checkpoints.load("fine_tuning/tune")
model, words = tuned.model.frozen(), tuned.tokenizer
template, end = Template(words), words.end_id
pairs = checkpoints.load("fine_tuning/base").arrays
held_out = pairs["held_out"].tolist()


def goes_on(ids, stop, n=14):
    """The likeliest continuation, up to the token that ends it."""
    ids = generate(model, ids, n, sampling=GREEDY, stop=stop)
    return words.decode(ids)


def reply(question):
    """What the assistant says."""
    ids = template.prompt([Turn("user", question)])
    return goes_on(ids, template.end_id)


for question, answer in held_out[:3] + held_out[20:23]:
    print(f"{question}  {reply(question)}  ({answer})")
# --8<-- [end:three]

# --8<-- [start:bare]
import numpy as np

from lessoncode.training.batches import row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train

models = {"base 0": tuned.model}
bases = checkpoints.load("fine_tuning/base")
for name, other in models_of(bases).items():  # as base 0 was tuned
    rng, examples = np.random.default_rng(0), []
    for question, answer in rng.permutation(pairs["tuning"]):
        turns = Turn("user", question), Turn("assistant", answer)
        examples.append(template.row(turns))
    stream = row_batches(examples, 16, rng)
    for _ in train(other, stream, n_steps=200, peak=3e-4):
        pass
    models[name] = other

print("of 50 replies without  begin with  are a     give the")
print("the template,          'what is'   question  answer")
for name, one in models.items():
    model = one.frozen()
    told = [goes_on(words.prompt(asked), end) for asked, _ in held_out]
    begun = [text for text in told if text.startswith("what is")]
    asks = sum("?" in text for text in begun)
    right = sum(map(str.startswith, told, (a for _, a in held_out)))
    print(f"{name} {len(begun):18} {asks:11} {right:9}")
    print("  ->", " ".join(told[0].split()[:7]))
# --8<-- [end:bare]
