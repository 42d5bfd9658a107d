"""Where one head looks when sleep needs an s, and when not."""

from lessoncode import diagram
from lessoncode.model.attention import attention_weights
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("pre_training/train")
model, tokenizer = trained.model.frozen(), trained.tokenizer
LAYER, HEAD = 2, 4  # counted from 1


def shares(ids):
    """What the head takes from each token, at the last of them."""
    read = {(i, place): x for i, place, x in model.stream([ids])}
    x = read[LAYER - 1, "qkv"]
    return attention_weights(x, model.config.heads)[0, HEAD - 1, -1]


seen = []
for start in (
    "the kings near the dog sleep",
    "the king near the dogs sleep",
    "the horse that saw the boys sing",
):
    ids = tokenizer.prompt(start)
    tokens = [tokenizer.decode([i]) for i in ids]
    row = shares(ids)
    p = next_token_probabilities(model([ids]).data[0, -1])
    best = tokenizer.decode([int(p.argmax())])
    print(f"{start} -> {best!r} {p.max():.0%}")
    most = tokens[row.argmax()]
    print(f"  head {LAYER}.{HEAD} takes {row.max():.0%} from {most!r}")
    seen.append((tokens[1:], row[1:], best))


def sentence(drawing, left, top, gap, tokens, row, best):
    """Tokens in a row, and what the last one takes from each."""
    xs = []
    for token in tokens:
        half = diagram.extent(token, "code") / 2 + 5
        xs.append(left + half)
        chosen = float(row[len(xs) - 1]) == row.max()
        colour = "accent" if chosen else "ink"
        drawing.chip(xs[-1], top, token, colour=colour)
        left += 2 * half + gap
    box = diagram.Place(xs[0] - 18, top + 34, left - gap, top + 104)
    drawing.outline(box, 3, fill="learned", stroke="ink")
    name = f"head {LAYER}.{HEAD}"
    drawing.text(xs[0] - 10, box.y, name, "title", anchor="start")
    for x, share in zip(xs, map(float, row)):
        ends = (x, box.top), (xs[-1], box.bottom)
        if share > 0.02:
            drawing.look(*ends, share, chosen=share == row.max())
    look = {"line": "quiet", "head": False}
    x = xs[row.argmax()]
    drawing.arrow((x, top + 12), (x, box.top), **look)
    drawing.arrow((xs[-1], top + 12), (xs[-1], box.top), **look)
    drawing.arrow((xs[-1], box.bottom), (xs[-1], box.bottom + 22))
    drawing.chip(xs[-1], box.bottom + 36, best, colour="second")
    return x, (xs[-1] - 22, box.bottom + 36)


NOTES = "the s of the first noun", "no s here, where one could be"
RESULTS = "the kings ... sleep.", "the king ... sleeps."


def both(drawing, left, gap):
    """The first two sentences, one below the other."""
    for i, said in enumerate(seen[:2]):
        top = 36 + 206 * i
        x, end = sentence(drawing, left, top, gap, *said)
        drawing.text(x, top - 24, NOTES[i], colour="accent")
        drawing.text(*end, RESULTS[i], colour="second", anchor="end")
    return drawing


alt = (
    "Two sentences, and where one head looks at their last word. In "
    "the kings near the dog sleep, a thick curve leads from the s of "
    "kings to sleep, and a full stop comes out. In the king near the "
    "dogs sleep it leads from near, the token behind king, and an s "
    "comes out."
)
caption = (
    "Is there an s: at the verb, this head looks past the nearer noun "
    "to the place where the first noun has its s, or would have one."
)
drawings = (
    both(diagram.Drawing(640, 402), 60, 28),
    both(diagram.Drawing(350, 402), 2, 4),
)
diagram.save(*drawings, "looks", alt, caption)
