"""Three passes: what was guessed, and what came out."""

from itertools import islice

import numpy as np

from lessoncode import diagram
from lessoncode.model.every_outcome import chooser
from lessoncode.model.speculative import Reader, speculate
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of

larger = checkpoints.load("next_token/train")
words = larger.tokenizer
small = models_of(checkpoints.load("speculative_decoding/draft"))
draft = small["draft 0"]
readers = Reader(larger.model, 40), Reader(draft, 40).last
choose, chosen = chooser(np.random.default_rng(5)), []


def noting(p):
    """Choose, and note what was chosen; guesses come first."""
    chosen.append(choose(p))
    return chosen[-1]


rows = []
steps = speculate(*readers, words.prompt("the cat"), 20, 3, noting)
for step in islice(steps, 3):
    guesses = [words.decode([x]) for x in chosen[: step.n_guessed]]
    came = [words.decode([token]) for token in step.tokens]
    rows.append((guesses, came))
    chosen.clear()
for guesses, came in rows:
    print("guessed ", *guesses)
    print("came out", *came)

sang = words.encode("sang")[0]
texts = [
    words.prompt(f"the {animal} that saw the bird sat on the sofa and")
    for animal in ("cat", "dog")
]
print('"sang" after ... sat on the sofa and:  cat   dog')
for name, model in {"large": larger.model, "draft": draft}.items():
    last = Reader(model, 40).last
    p = "".join(f"{last(text)[sang]:6.2f}" for text in texts)
    print(f"{name:36}{p}")


def draw(width, left, across):
    """Both rows of each pass: guesses, and under them what came."""
    drawing = diagram.Drawing(width, 42 + 110 * len(rows))
    drawing.text(4, 12, "the cat \u2026", "read", anchor="start")
    for i, (guesses, came) in enumerate(rows):
        top = 48 + 110 * i
        drawing.text(4, top, "guessed", colour="muted", anchor="start")
        drawing.text(4, top + 58, "came out", anchor="start")
        for j, word in enumerate(came):
            x = left + across * (j + 0.5)
            own = j == len(came) - 1
            colour = "second" if own else "ink"
            drawing.chip(x, top + 58, word, across - 6, colour)
            line = "loop" if own else "flow"
            start = top + (34 if own else 12)
            drawing.arrow((x, start), (x, top + 45), line=line)
        for j, word in enumerate(guesses):
            x = left + across * (j + 0.5)
            shown = word if "end" not in word else "(end)"
            drawing.chip(x, top, shown, across - 6)
            if j >= len(came) - 1:
                kept = "rejected" if j == len(came) - 1 else "dropped"
                drawing.text(x, top + 22, kept, colour="muted")
    return drawing


alt = (
    "Three passes. In the first two all three guesses come out, and a "
    "fourth word of the larger model's own. In the third the guess "
    "\u201csang\u201d is rejected, and \u201cpurred\u201d comes out."
)
caption = (
    "Guess and check, three times: a small model guesses three words. "
    "In one pass, the large model checks them and adds one of its own."
)
drawings = draw(640, 100, 112), draw(350, 72, 69)
diagram.save(*drawings, "guess", alt, caption)
