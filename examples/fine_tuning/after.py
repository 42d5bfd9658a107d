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
question, _ = held_out[0]
ids = words.prompt(question)
print(question, "->", goes_on(ids, end, 6))
# --8<-- [end:bare]
