"""What this model says about capitals that it never read."""

# --8<-- [start:drawing]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

trained = checkpoints.load("hallucination/train")
model, words = trained.model.frozen(), trained.tokenizer
arrays = trained.arrays
stated, countries = arrays["stated"], list(arrays["countries"])
COUNTS = [0, 1, 2, 4, 8, 16, 32, 64]


def draw(tops):
    """A strip of dots for each count: the most likely city's p."""
    fig, axes = figure.canvas(height=2.8)
    for row, n in enumerate(COUNTS):
        look = {"color": figure.COLOURS["accent" if n else "second"]}
        x = tops[:, stated == n].ravel()
        axes.scatter(x, np.full(x.size, row), s=14, alpha=0.5, **look)
    look = {"color": figure.COLOURS["second"], "arrowstyle": "->"}
    axes.annotate(
        "made up, yet more likely than\nsome facts stated 4 times",
        (0.69, 0.1), (1, 1.6), color=look["color"], arrowprops=look,
        ha="right", va="center",
    )
    axes.set_yticks(range(len(COUNTS)), ["never", *COUNTS[1:]])
    axes.set(xlim=(0, 1), xlabel="probability of the most likely city")
    axes.set_ylabel("times stated")
    alt = (
        "Eight strips of dots, one for each number of times that a "
        "capital was stated. The dots for capitals never stated are "
        "spread widely, most of them on the left. Dots for capitals "
        "stated up to four times overlap with these. Those for eight "
        "times begin further right, and the others are further right "
        "than all dots for capitals never stated."
    )
    caption = (
        "How sure: each dot is a country in one model. Most made-up "
        "capitals are on the left. But in each of the four models, a "
        "few are more probable than a capital stated four times."
    )
    figure.save(fig, "confident", alt, caption)


# --8<-- [end:drawing]

# --8<-- [start:say]
from lessoncode.model.generate import generate

rng = np.random.default_rng(0)
for country in ("peru", "austria"):
    i = countries.index(country)
    print(f"{country}, stated {stated[i]} times:")
    start = f"the capital of {country} is"
    prompt = words.prompt(start)
    for _ in range(6):
        ids = generate(model, prompt, 6, rng, stop=words.end_id)
        print(f"  {start} {words.decode(ids)}")
# --8<-- [end:say]

p = arrays["p"][:, 0, :, :-1].astype(float)  # seed, country, city
some, tops = p.sum(-1), p.max(-1)
right = p.argmax(-1) == np.arange(len(countries))
# --8<-- [start:measure]
print("stated  most likely city  some city     right")
for n in COUNTS:
    at = stated == n
    row = [f"{tops[:, at].min():.2f}-{tops[:, at].max():.2f}"]
    for x in some[:, at].mean(1), right[:, at].mean(1):
        low, high = 100 * x.min(), 100 * x.max()
        row.append(f"{high:.0f}%")
        if low < high:
            row[-1] = f"{low:.0f}-{row[-1]}"
    print("{:>6}  {:>16}  {:>9}  {:>8}".format(n or "never", *row))
print("made up, but more probable than one stated")
made_up = tops[:, stated == 0]
for n in (4, 8, 16):
    lowest = tops[:, stated == n].min(1, keepdims=True)
    print(f"  {n} times, by model:", *(made_up > lowest).sum(1))
draw(tops)
# --8<-- [end:measure]
