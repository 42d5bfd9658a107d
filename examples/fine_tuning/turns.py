"""A conversation as one row of tokens; what is learned is in colour."""

from lessoncode import diagram
from lessoncode.alignment.template import Template, Turn
from lessoncode.training import checkpoints
from lessoncode.training.batches import padded

base = checkpoints.load("fine_tuning/base")
words, template = base.tokenizer, Template(base.tokenizer)
question, answer = base.arrays["tuning"][0]
turns = Turn("user", question), Turn("assistant", answer)
batch = padded([template.row(turns)])
tokens = [words.decode([i]) for i in batch.targets[0]]
learned = [bool(weight) for weight in batch.weights[0]]
print(len(tokens), "tokens to predict, learned:", sum(learned))
names = {"<|user|>": "the user", "<|assistant|>": "the assistant"}


def draw(drawing):
    """The tokens of each turn, as many in a row as fit."""
    x, y = 2, -10
    for token, counts in zip(tokens, learned):
        width = 8 * len(token) + 10
        if token in names:
            x, y = 2, y + 58
            look = {"colour": "muted", "anchor": "start"}
            drawing.text(2, y - 26, names[token], **look)
        elif x + width > drawing.width - 2:
            x, y = 2, y + 30
        colour = "second" if counts else "ink"
        drawing.chip(x + width / 2, y, token, width, colour)
        x += width + 4
    return drawing


alt = (
    "A question and its answer as tokens. A role token precedes each "
    "turn, and an end token follows it. Only the answer and its end "
    "are in colour."
)
caption = (
    "One conversation: the model reads all of it, but learns to write "
    "only the coloured part, the answer and its end."
)
wide, narrow = diagram.Drawing(640, 120), diagram.Drawing(350, 150)
diagram.save(draw(wide), draw(narrow), "turns", alt, caption)
