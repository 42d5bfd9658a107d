"""What the reward model praises more and more, guests like less."""

# --8<-- [start:picture]
from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.worlds import waiter

arrays = checkpoints.load("alignment/hacking").arrays
JUDGES = {"the reward model": "second", "guests": "accent"}


def draw(panel, beta):
    """By how much three waiters have gained, by either judge."""
    steps = range(0, 151, 10)
    guests = 98, (0.5 if beta else -0.42)
    places, lines = [(38, 2.3), guests], ["--", "-"]
    for column, (judge, colour) in enumerate(JUDGES.items()):
        look = {"color": figure.COLOURS[colour]}
        panel.text(*places[column], judge, **look)
        for seed in (1, 2, 3):
            course = arrays[f"600/{beta}/{seed}"][:, column]
            gain = course - course[0]
            panel.plot(steps, gain, lines[column], **look)
    title = "with a price" if beta else "without a price"
    panel.set_title(title, fontsize=10)
    panel.set(xlabel="steps of training", ylim=(-0.8, 2.6))


fig, axes = figure.canvas(width=4.5, height=2.8)
axes.remove()
with figure.styled():
    panels = fig.subplots(1, 2, sharey=True)
for panel, beta in zip(panels, (0.0, 0.1)):
    draw(panel, beta)
panels[0].set_ylabel("better than at the start by")
alt = (
    "Two panels over the steps of training, three waiters in each. "
    "Without a price their scores by the reward model rise and stay; "
    "by the guests all three rise within fifty steps, and two then "
    "lose more than half of it. With a price all three rise by "
    "either judge, and stay."
)
caption = (
    "Pleased: the reward model (dashed) sees three waiters get better "
    "and stay so. Guests see two of the three get worse again, unless "
    "leaving the start has a price."
)
figure.save(fig, "pleased", alt, caption)
# --8<-- [end:picture]


# --8<-- [start:table]
print("               guests: start  best   end    KL  model")
for n in (600, 3000):
    for beta in (0.0, 0.1):
        print(f"{n:,} comparisons, beta {beta}")
        for seed in (1, 2, 3):
            score, worth, far = arrays[f"{n}/{beta}/{seed}"].T
            row = [worth[0], worth.max(), worth[-1], far[-1], score[-1]]
            print(f"  seed {seed}       ", *(f"{x:6.2f}" for x in row))
# --8<-- [end:table]


# --8<-- [start:texts]
for n, beta, seed in ((600, 0.0, 1), (600, 0.1, 1), (3000, 0.0, 3)):
    print(f"{n:,} comparisons, beta {beta}, seed {seed}")
    texts = arrays[f"texts/{n}/{beta}/{seed}"]
    for order, text in zip(waiter.DISHES, texts):
        print(f"  {order:5} {text}")
# --8<-- [end:texts]
