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
    for values in np.transpose(shares):
        name += "  " + "".join(f"{100 * x:6.1f}%" for x in values)
    print(name)


# --8<-- [end:models]


# --8<-- [start:order]
print("                  what is left of it?    how many?")
print("three models    " + 2 * "    first second  third")
row("in order        ", [right(model, False) for model in ordered])
row("shuffled now    ", [right(model, True) for model in ordered])
row("always shuffled ", [right(model, True) for model in mixed])
best = 100 * drawings.best_without_order()
print(f"best possible     {best:6.1f}%  without order")
# --8<-- [end:order]

# --8<-- [start:exchange]
place = (grids == kinds[:, None]).argmax(1)
left = grids[rows, place - 1]
asked = np.hstack([drawings.seen(rows), drawings.left_questions(kinds)])


def exchanged(cells):
    """The drawings with something else in one cell; what it is."""
    changed, new = grids.copy(), []
    for i, cell in enumerate(cells):
        known = grids[i, cell], left[i], kinds[i]
        new.append(rng.choice([k for k in range(5) if k not in known]))
        changed[i, cell] = new[-1]
    return drawings.patches(changed, 0.3, rng), np.array(new)


def another(i):
    """A cell that is neither the shape's nor the left one."""
    known = place[i], place[i] - 1
    return rng.choice([cell for cell in range(9) if cell not in known])


before = [says(model, pixels, asked) for model in ordered]
print("replaced            old left content     new content")
print("three models    " + 2 * "    first second  third")
for name, cells in (
    ("left of it      ", place - 1),
    ("elsewhere       ", [another(i) for i in rows]),
):
    looks, new = exchanged(cells)
    answers = drawings.NAME_IDS[left], drawings.NAME_IDS[new]
    after = [says(model, looks, asked) for model in ordered]
    for label, said in ((name, after), ("  unchanged     ", before)):
        row(label, [[(s == a).mean() for a in answers] for s in said])
# --8<-- [end:exchange]

# --8<-- [start:never]
learned = [
    drawings.draw(20_000, np.random.default_rng(seed), 0.25)[0]
    for seed in range(3)
]


def crowd(kind, n):
    """200 drawings with n of a kind, the other cells at random."""
    others = [k for k in range(5) if k != kind]
    cells = rng.choice(others, (200, 9))
    cells[:, :n] = kind
    return rng.permuted(cells, axis=1)


def fewest(kind, n):
    """The drawings with so many that each model saw, at least."""
    return min(((g == kind).sum(1) == n).sum() for g in learned)


print("right: the worst and the best of three models")
print("in training: drawings with so many, at least")
print("       right                            in training  rings")
print("       crosses squares    bars   rings   bars  rings  called")
for n in range(3, 9):
    line = f"{NUMBERS[n]:6}"
    for kind in (1, 3, 4, 2):
        looks = drawings.patches(crowd(kind, n), 0.3, rng)
        many = drawings.many_questions(np.full(200, kind))
        prompts = np.hstack([drawings.seen(np.arange(200)), many])
        said = [says(model, looks, prompts) for model in ordered]
        found = [np.mean(s == drawings.NUMBER_IDS[n]) for s in said]
        low, high = (f"{100 * f(found):.0f}" for f in (min, max))
        line += f"{low + '-' + high + '%':>8}"
    word = np.bincount(np.concatenate(said)).argmax()  # for rings
    line += f"{fewest(4, n):7,}{fewest(2, n):7,}"
    print(f"{line}  {WORDS.words[word]}")
# --8<-- [end:never]
