"""The twenty sums that were kept back, and the model's answers."""

# --8<-- [start:answers]
import numpy as np

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus

trained = checkpoints.load("pre_training/train")
tokenizer, end = trained.tokenizer, trained.tokenizer.end_id


def said(a, b):
    """The model's answer, as a number."""
    ids = tokenizer.prompt(f"{a} + {b} =")
    answer = generate(trained.model, ids, 8, sampling=GREEDY, stop=end)
    return int(tokenizer.decode(answer).replace(" ", ""))


read, kept = (  # the two numbers of each
    [(int(text[0]), int(text[4])) for text in texts]
    for texts in corpus.all_sums()
)
print("sum    right  model  turned round")
for a, b in kept:
    if a < b:
        row = a + b, said(a, b), said(b, a)
        print(f"{a} + {b} " + "{:6} {:6} {:13}".format(*row))
# --8<-- [end:answers]

# --8<-- [start:chance]
both = np.array([(a, b, c, d) for a, b in kept for c, d in read])
a, b, c, d = both.T
off = np.abs(c + d - a - b)
guesses = {
    "this model": np.abs([said(a, b) - a - b for a, b in kept]),
    "any sum read": off,
    "same a or b": off[(a == c) | (b == d)],
    "next door": off[abs(a - c) + abs(b - d) == 1],
    "always 11": np.abs([11 - a - b for a, b in kept]),
}
print("answer from    right  off by 1  farther")
for name, off in guesses.items():
    row = (off == 0).mean(), (off == 1).mean(), (off > 1).mean()
    print("{:13} {:6.0%} {:9.0%} {:8.0%}".format(name, *row))
# --8<-- [end:chance]
