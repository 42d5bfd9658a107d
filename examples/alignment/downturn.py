"""What the reward model praises more and more, guests like less."""

# --8<-- [start:table]
from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.worlds import waiter

saved = checkpoints.load("alignment/hacking")
arrays = saved.arrays
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


# --8<-- [start:drawing]
def draw(beta, alt):
    """The model's score and the guests' worth over the steps."""
    fig, axes = figure.canvas(width=4.4, height=2.5)
    steps = range(0, 151, 10)
    judges = {"the reward model": "second", "the guests": "accent"}
    for column, (name, colour) in enumerate(judges.items()):
        look = {"color": figure.COLOURS[colour]}
        look["linestyle"] = "-" if name == "the guests" else "--"
        for seed in (1, 2, 3):
            course = arrays[f"600/{beta}/{seed}"][:, column]
            label = name if seed == 1 else None
            axes.plot(steps, course - course[0], label=label, **look)
    axes.set(xlabel="step", ylabel="gain", ylim=(-0.7, 2.9))
    axes.legend(loc="upper left", fontsize=8)
    figure.save(fig, "beta-" + str(beta).replace(".", "-"), alt)
# --8<-- [end:drawing]


# --8<-- [start:pictures]
draw(0.0, "Six curves over the steps, with beta 0. By the reward model "
     "the three waiters gain and stay there. By the guests all three "
     "gain less, and two of them lose most of it again.")
draw(0.1, "The same with beta 0.1. By the guests all three gain and "
     "stay there, one of them well below what its model says.")
# --8<-- [end:pictures]
