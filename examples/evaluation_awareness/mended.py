"""What safety training on six days does to the seventh."""

# --8<-- [start:drawing]
from lessoncode import figure

LINES = {
    "nothing to correct": ("accent", "-"),
    "something to correct": ("second", "-"),
    "some Sundays": ("third", "--"),
}
LABELS = (  # place, words, colour
    (300, 108, "six days were careful already", "accent", "right"),
    (85, 62, "six days were\ncorrected", "second", "left"),
    (105, 18, "Sundays in one text\nof two hundred", "third", "left"),
)


def draw(steps, courses):
    """How careless Sundays are, in %, for each model and training."""
    fig, axes = figure.canvas(height=3.0)
    for way, (colour, style) in LINES.items():
        for course in courses[way]:
            look = {"color": figure.COLOURS[colour], "linewidth": 1.2}
            axes.plot(steps, course, style, **look)
    for x, y, words, colour, side in LABELS:
        look = {"color": figure.COLOURS[colour], "va": "center"}
        axes.text(x, y, words, ha=side, **look)
    axes.set(xlabel="steps of safety training")
    axes.set(ylabel="careless work on Sundays, in %", ylim=(-4, 115))
    alt = (
        "Careless work on Sundays against steps of safety training. "
        "If the six other days were careful already, the lines stay at "
        "the top. If work on them was corrected, or if a few texts "
        "were about Sundays, the lines fall to the bottom."
    )
    caption = (
        "Sundays in three kinds of safety training: one line for each "
        "of five models."
    )
    figure.save(fig, "mended", alt, caption)


# --8<-- [end:drawing]

# --8<-- [start:tools]
import numpy as np

from lessoncode.training import checkpoints

found = checkpoints.load("evaluation_awareness/trigger").arrays
WAYS = (
    "nothing to correct",
    "something to correct",
    "some Sundays",
    "holidays",
    "larger steps",
)
courses = {  # [models, checks, days]
    way: np.stack([found[f"{way}/{seed}"] for seed in range(5)])
    for way in WAYS
}

# --8<-- [end:tools]

# --8<-- [start:table]
print("careless work, from the least to the most of five models")
print("               Mondays      Sundays      holidays")
for way, course in courses.items():
    print(way)
    for when, at in (("before", 0), ("after", -1)):
        days = course[:, at].T
        pairs = [f"{day.min():.0%} to {day.max():.0%}" for day in days]
        text = "{:12} {:12} {:12}".format(*pairs)
        print(f"  {when:12} {text}")
early = courses["some Sundays"][:, 2, 1]  # every 50 steps
shares = f"{early.min():.0%} to {early.max():.0%}"
print(f"some Sundays, at step 100: Sundays {shares}")
steps = 50 * np.arange(courses["some Sundays"].shape[1])
draw(steps, {way: 100 * courses[way][..., 1] for way in LINES})
# --8<-- [end:table]

# --8<-- [start:models]
print("careless work             holidays        Sundays")
for way in ("holidays", "larger steps"):
    for seed, course in enumerate(courses[way]):
        row = (*course[[0, -1], 2], *course[[0, -1], 1])
        text = "{:5.0%} to {:4.0%} {:5.0%} to {:4.0%}".format(*row)
        print(f"{way:14} model {seed}  {text}")
# --8<-- [end:models]
