"""What the reward model praises more and more, guests like less."""

# --8<-- [start:picture]
import numpy as np

from lessoncode import figure
from lessoncode.alignment.policy import Policy
from lessoncode.alignment.preferences import sharpness_for
from lessoncode.training import checkpoints
from lessoncode.worlds import waiter

saved = checkpoints.load("alignment/hacking")
arrays = saved.arrays
policy = Policy(saved.model, saved.tokenizer.end_id, waiter.MOST_WORDS)
orders, rng = waiter.LARGE_PROMPTS, np.random.default_rng(0)
drawn = policy.sample(orders * 500, rng)
worths = waiter.large_reward(drawn)
point = sharpness_for(worths[:1000] - worths[1000:], 0.726)
# so much of the reward model's score is one point of the guests
JUDGES = {"the reward model": "second", "guests": "accent"}


def draw(panel, beta):
    """By how much three waiters have gained, by either judge."""
    steps = range(0, 151, 10)
    for column, (judge, colour) in enumerate(JUDGES.items()):
        look = {"color": figure.COLOURS[colour]}
        line = "-" if judge == "guests" else "--"
        if line == "--":
            panel.text(4, 1.8, "as the reward\nmodel sees it", **look)
        elif beta:
            panel.text(60, 0.1, "as guests\nsee it", **look)
        for seed in (1, 2, 3):
            course = arrays[f"600/{beta}/{seed}"][:, column]
            gain = course - course[0]
            if judge != "guests":
                gain /= point
            panel.plot(steps, gain, line, **look)
    title = "drifting\nis penalized" if beta else "drifting\nis free"
    panel.set_title(title)
    panel.axhline(0, color=figure.COLOURS["grid"], zorder=0)
    panel.set(xlabel="training steps", ylim=(-1.7, 2.5))
    panel.set(xticks=(0, 50, 100, 150), yticks=(-1, 0, 1, 2))


fig, axes = figure.canvas(height=3.4)
axes.remove()
with figure.styled():
    panels = fig.subplots(1, 2, sharey=True)
for panel, beta in zip(panels, (0.0, 0.1)):
    draw(panel, beta)
look = {"color": figure.COLOURS["accent"]}
panels[0].annotate(
    "as guests see it:\ntwo of three get\nworse again", (118, 0.44),
    (150, -1.5), ha="right",
    arrowprops={"arrowstyle": "->"} | look, **look,
)
panels[0].set_ylabel("better than at the start, in points")
alt = (
    "Two panels over the training steps, three waiters in each. "
    "Where drifting is free, the reward model's scores rise and stay "
    "high; the guests' scores all rise within fifty steps, and two "
    "then lose more than half of the gain. With a penalty on drifting, "
    "both scores of all three waiters rise and stay high."
)
caption = (
    "Three waiters in training: the reward model (dashed) sees all of "
    "them get better, but guests see two of the three get worse again, "
    "unless drifting from the start is penalized."
)
figure.save(fig, "pleased", alt, caption)
# --8<-- [end:picture]


# --8<-- [start:table]
print("                what guests think        the reward model")
print("                start  best   end    KL   sees a gain of")
fallen = {0.0: 0, 0.1: 0}
for n in (600, 3000):
    for beta in (0.0, 0.1):
        penalty = f"penalty {beta}" if beta else "no penalty"
        print(f"{n:,} comparisons, {penalty}")
        for seed in (1, 2, 3):
            score, worth, far = arrays[f"{n}/{beta}/{seed}"].T
            row = [worth[0], worth.max(), worth[-1], far[-1]]
            print(f"  waiter {seed}     ", end="")
            gain = score[-1] / point
            print(*(f"{x:6.2f}" for x in row), f"{gain:12.1f}")
            fallen[beta] += worth[-1] < worth.max() - 0.3
print("ends more than 0.3 below the best")
print(f"  no penalty     {fallen[0.0]} of 6 waiters")
print(f"  penalty 0.1    {fallen[0.1]} of 6 waiters")
# --8<-- [end:table]


# --8<-- [start:texts]
for n, beta, seed in ((600, 0.0, 1), (600, 0.1, 1), (3000, 0.0, 3)):
    penalty = f"penalty {beta}" if beta else "no penalty"
    print(f"{n:,} comparisons, {penalty}, waiter {seed}")
    texts = arrays[f"texts/{n}/{beta}/{seed}"]
    for order, text in zip(waiter.DISHES, texts):
        print(f"  {order:5} -> {text}")

first = [answer for _, answer in waiter.said(drawn, saved.tokenizer)]
rows = {f"first {len(first):,} answers": first}
for n in (600, 3000):
    for seed in (1, 2, 3):
        texts = arrays[f"texts/{n}/0.0/{seed}"]
        name = f"{n:,}, waiter {seed}, last {len(texts)}"
        rows[name] = [text.split() for text in texts]
print("\nrepeated words           all  dishes  liked  disliked")
for name, answers in rows.items():
    again = [w for a in answers for i, w in enumerate(a) if w in a[:i]]
    dishes = sum(word in waiter.DISHES for word in again)
    liked = sum(waiter.TASTE.get(word, 0) > 0 for word in again)
    row = len(again), dishes, liked, len(again) - dishes - liked
    print(f"{name:23}", "{:4} {:7} {:6} {:9}".format(*row))
# --8<-- [end:texts]
