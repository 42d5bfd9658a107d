"""What models that see say about drawings, in order and shuffled."""

# --8<-- [start:models]
import numpy as np

from lessoncode.model.vision import VisionTransformer
from lessoncode.training import checkpoints
from lessoncode.worlds import drawings
from lessoncode.worlds.drawings import NUMBERS, WORDS


def loaded(saved):
    return VisionTransformer.loaded(saved.model, saved.arrays["patch"])


ordered = [
    loaded(checkpoints.load("vision/order_0")),
    loaded(checkpoints.load("vision/order_1")),
    loaded(checkpoints.load("vision/order_2")),
]
mixed = [
    loaded(checkpoints.load("vision/shuffled_0")),
    loaded(checkpoints.load("vision/shuffled_1")),
    loaded(checkpoints.load("vision/shuffled_2")),
]
rng = np.random.default_rng(100)
grids, kinds = drawings.draw(1000, rng)
pixels = drawings.patches(grids, 0.3, rng)
rows = np.arange(len(grids))


def says(model, pixels, prompts):
    """The most likely word after each prompt."""
    return drawings.answers(model.shown(pixels), prompts).argmax(1)


def right(model, shuffle):
    """Shares of right answers: what is left, and how many."""
    order = np.random.default_rng(1) if shuffle else None
    seen = drawings.seen(rows, order)
    left = np.hstack([seen, drawings.left_questions(kinds)])
    asked = np.roll(np.arange(1, 5), 1)[kinds - 1]  # another kind
    many = np.hstack([seen, drawings.many_questions(asked)])
    said = says(model, pixels, left), says(model, pixels, many)
    true = (
        drawings.left_answers(grids, kinds),
        drawings.many_answers(grids, asked),
    )
    return [(a == b).mean() for a, b in zip(said, true, strict=True)]


def row(name, shares):
    """A line: the shares of three models for both questions."""
    left, many = np.transpose(shares)
    for values in (left, many):
        name += "  " + "".join(f"{100 * x:6.1f}%" for x in values)
    print(name)
# --8<-- [end:models]


# --8<-- [start:order]
print("                what is left of it?    how many?")
row("in order     ", [right(model, False) for model in ordered])
row("shuffled     ", [right(model, True) for model in ordered])
row("learned so   ", [right(model, True) for model in mixed])
best = 100 * drawings.best_without_order()
print(f"best possible if shuffled {best:.1f}%")
# --8<-- [end:order]

# --8<-- [start:exchange]
place = (grids == kinds[:, None]).argmax(1)
others = np.argsort(rng.random(grids.shape), 1)
far = ((others != place[:, None]) & (others != place[:, None] - 1)).argmax(1)
far = others[rows, far]
print("exchanged         new answer    old answer")
for name, cell in ("the left patch", place - 1), ("another patch", far):
    changed = grids.copy()
    now = changed[rows, cell]
    new = np.array([
        rng.choice([k for k in range(5) if k not in (a, b)])
        for a, b in zip(now, kinds, strict=True)
    ])
    changed[rows, cell] = new
    prompts = np.hstack(
        [drawings.seen(rows), drawings.left_questions(kinds)]
    )
    line = f"{name:16}"
    said = [
        says(model, drawings.patches(changed, 0.3, rng), prompts)
        for model in ordered
    ]
    for answer in (drawings.NAME_IDS[new], drawings.left_answers(grids, kinds)):
        shares = [100 * (s == answer).mean() for s in said]
        line += f"{min(shares):8.1f}-{max(shares):.1f}%"
    print(line)
# --8<-- [end:exchange]

# --8<-- [start:never]
def crowd(kind, n):
    """200 drawings with n of a kind, the other cells at random."""
    others = [k for k in range(5) if k != kind]
    cells = rng.choice(others, (200, 9))
    cells[:, :n] = kind
    return rng.permuted(cells, axis=1)


print("number  crosses: right    rings: right    they say")
for n in range(4, 9):
    line, said = f"{NUMBERS[n]:6}", []
    for kind in (1, 2):
        cells = crowd(kind, n)
        asked = drawings.many_questions(np.full(200, kind))
        prompts = np.hstack([drawings.seen(np.arange(200)), asked])
        looked = drawings.patches(cells, 0.3, rng)
        said = [says(model, looked, prompts) for model in ordered]
        shares = [100 * (s == drawings.NUMBER_IDS[n]).mean() for s in said]
        line += f"{min(shares):9.0f}-{max(shares):.0f}%  "
    word = np.bincount(np.concatenate(said)).argmax()
    print(f"{line}   {WORDS.words[word]}")
# --8<-- [end:never]
