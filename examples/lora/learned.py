"""All parameters, the matrices, or an addition: won and lost."""

# --8<-- [start:table]
import numpy as np

from lessoncode import figure
from lessoncode.measures.prediction import greedy_matches
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds.capitals import CAPITALS

first = checkpoints.load("lora/ranks")
again = checkpoints.load("lora/again").arrays
n_all = first.model.n_parameters
arrays = {
    name: np.concatenate([found, again[name][:, :7]])
    if name in again
    else found
    for name, found in first.arrays.items()
}
runs = {"all": 3e-4, "rank 1": 1e-2, "rank 4": 1e-2, "rank 16": 1e-2}


def won(found):
    """The right answers of 50 in each run."""
    return np.rint(20 * found[:, 0] + 30 * found[:, 1]).astype(int)


def row(name, rate):
    """Six runs: what is right, and what is kept."""
    found = arrays[f"{name} {rate:g}"]
    right, kept = won(found), np.rint(20 * found[:, 2]).astype(int)
    each = "".join(f"{x:3}" for x in right)
    share = f"{100 * right.mean() / 50:4.0f}%"
    each_kept = "".join(f"{x:3}" for x in kept)
    print(f"{name:8}{each} {share}   {each_kept}{sum(kept):5}")


print("          right of 50, 6 runs      capitals kept of 20")
print("base      0  1  2  0  1  2  mean    0  1  2  0  1  2  all")
for name, rate in runs.items():
    row(name, rate)
# --8<-- [end:table]

# --8<-- [start:capitals]
print("right of the 20 new capitals, in 6 runs")
for name, rate in runs.items():
    found = arrays[f"{name} {rate:g}"]
    right = np.rint(20 * found[:, 0]).astype(int)
    each = "".join(f"{x:3}" for x in right)
    print(f"{name:8}{each}{sum(right):5} of {20 * len(right)}")

saved = checkpoints.load("fine_tuning/base")
seen = {question for question, _ in saved.arrays["tuning"].tolist()}
held_out = saved.arrays["held_out"].tolist()
sums = [q for q, _ in held_out if "+" in q]
parts = [q.split(" ") for q in sums]  # what is 7 + 4 ?
turned = [" ".join([*p[:2], p[4], "+", p[2], *p[5:]]) for p in parts]
n_seen = sum(question in seen for question in turned)
print(f"new sums: {len(sums)}; seen in the other order: {n_seen}")

words, bases = saved.tokenizer, [saved.model]
bases += models_of(saved).values()
print('before training, after "quiz :", in 3 bases')
asked = [words.prompt(f"quiz : {q}") for q, _ in held_out]
wanted = [words.encode(answer) for _, answer in held_out]
hits = [greedy_matches(b.frozen(), asked, wanted) for b in bases]
print(f"quiz, all 50: mean {np.mean(hits):.0%}")
each = "".join(f"{n[:20].sum():3}" for n in hits)
print(f"quiz, capitals {each} of 20")
print("before training, in plain text, in 3 bases")
every = sorted(seen) + [question for question, _ in held_out]
names = [q.split(" ")[5] for q in every if "capital" in q]
cities = [CAPITALS[name] for name in names]
asked = [words.prompt(f"the capital of {name} is") for name in names]
back = [words.prompt(f"{city} is the capital of") for city in cities]
for name, texts, wanted in (
    ("the capital of ... is", asked, cities),
    ("... is the capital of", back, names),
):
    wanted = [words.encode(word) for word in wanted]
    hits = [greedy_matches(b.frozen(), texts, wanted) for b in bases]
    each = "".join(f"{n.sum():3}" for n in hits)
    print(f"{name:21} {each} of {len(names)}")
# --8<-- [end:capitals]


# --8<-- [start:losses]
def spans(name, found):
    """The lowest and the highest loss of each kind of token."""
    both = found[:, 3:7].min(0), found[:, 3:7].max(0)
    each = "".join(f"{low:7.2f}-{top:.2f}" for low, top in zip(*both))
    print(f"{name:9}{each}")


print("            conversations         old sentences")
print("              words       end      words       end")
for name, rate in runs.items():
    spans(name, arrays[f"{name} {rate:g}"])
spans("before", arrays["before"])
# --8<-- [end:losses]

# --8<-- [start:control]
row("matrices", 1e-3)
print("losses")
spans("at 0.001", arrays["matrices 0.001"])
spans("at 0.0003", arrays["matrices 0.0003"])
print("with three vectors of the embedding, three runs")
spans("rank 1", again["marks 1 0.01"][:, :7])
# --8<-- [end:control]

# --8<-- [start:glance]
sizes = {"all": n_all}
sizes |= {f"rank {rank}": 1_792 * rank for rank in (16, 4, 1)}
print("trained    of the numbers  right  length of the change")
rows = []
for name, size in sizes.items():
    found = arrays[f"{name} {runs[name]:g}"]
    right = 100 * won(found).mean() / 50
    length = again[f"{name} {runs[name]:g}"][:, 7].mean()
    rows.append((100 * size / n_all, right, length))
    share, right, length = rows[-1]
    print(f"{name:8}{share:16.0f}%{right:6.0f}%{length:10.1f}")
fig, axes = figure.canvas(height=2.0)
axes.remove()
with figure.styled():
    panels = fig.subplots(1, 3, sharey=True)
heads = "numbers\ntrained", "questions\nright", "length of\nthe change"
places = range(len(sizes))[::-1]
for panel, head, values in zip(panels, heads, zip(*rows)):
    panel.barh(places, values, color=figure.COLOURS["accent"])
    panel.set_title(head)
    panel.set(xlim=(0, 1.45 * max(values)), xticks=[])
    for y, value in zip(places, values):
        text = f"{value:.1f}" if panel is panels[2] else f"{value:.0f}%"
        panel.text(value + 0.05 * max(values), y, text, va="center")
    panel.spines["bottom"].set_visible(False)
panels[0].set_yticks(places, list(sizes))
alt = (
    "Four ways of training, from all parameters to an addition of "
    "rank 1, with three bars each. The share of numbers that are "
    "trained falls to a fiftieth. On average, no addition answers "
    "fewer questions correctly than all parameters. Each changes the "
    "eight matrices of the layers more."
)
caption = (
    "Few numbers, a large change: at our middle learning rates, every "
    "addition changes the layers' matrices more than training all "
    "parameters does (three runs), and none answers fewer questions "
    "correctly (on average over six runs)."
)
figure.save(fig, "glance", alt, caption)
# --8<-- [end:glance]


# --8<-- [start:picture]
def told(key, found):
    """Print the means of a line; its loss and its right answers."""
    right, kept, old = won(found).mean(), *found.mean(0)[[2, 5]]
    print(f"{key:15}{len(found):3}{right:9.0f}{old:16.2f}{kept:15.0%}")
    return old, right


print("way and rate  runs  right of 50  loss, old words  capitals kept")
kinds = {"all": ("accent", "o"), "matrices": ("second", "s")}
kinds["rank 16"], kinds["rank 1"] = ("third", "^"), ("ink", "v")
lines = {kind: [] for kind in kinds}
for kind, points in lines.items():
    for key, found in arrays.items():
        if key.startswith(f"{kind} ") and "/" not in key:
            points.append(told(key, found))
before, right = told("before", arrays["before"])
fig, axes = figure.canvas(height=3.2)
for kind, points in lines.items():
    colour, mark = kinds[kind]
    look = {"color": figure.COLOURS[colour], "marker": mark}
    axes.plot(*zip(*points), "-", **look)
    axes.plot(*points[-1], markersize=10, **look)
axes.plot(before, right, "x", color=figure.COLOURS["muted"])
axes.text(before + 0.03, 0, "before", va="center")
places = {"all": (2.01, 13), "matrices": (1.7, 32)}
places |= {"rank 16": (1.7, 38), "rank 1": (1.98, 35)}
for kind, (x, y) in places.items():
    axes.text(x, y, kind, color=figure.COLOURS[kinds[kind][0]])
axes.set(xlabel="loss of words in old sentences")
axes.set(ylabel="right of 50", ylim=(-3, 45), xlim=(1.35, 2.3))
alt = (
    "Right answers of 50 over the loss of the words in old sentences, "
    "three rates for each of four ways of training. With all "
    "parameters, answers first rise and then fall, while the loss "
    "rises. The matrices and the additions reach more right answers. "
    "The loss is highest with rank 1."
)
caption = (
    "Gained and lost: higher dots have more right answers, and dots "
    "further right a higher loss. Each line joins three "
    "learning rates, and its large mark is the highest rate."
)
figure.save(fig, "tradeoff", alt, caption)
# --8<-- [end:picture]

# --8<-- [start:lengths]
print("               length of   loss of old words,")
print("               the change  in each of six runs            mean")
for key, found in again.items():
    if key in arrays:
        length = found[:, 7]
        span = f"{length.min():.1f}-{length.max():.1f}"
        old = "".join(f"{x:5.2f}" for x in arrays[key][:, 5])
        mean = arrays[key][:, 5].mean()
        print(f"{key:15}{span:>10}   {old}{mean:6.2f}")
        if key.startswith("all "):
            name = key.replace("all", "set back")
            old = "".join(f"{x:5.2f}" for x in again[name])
            print(f"  {name:41}{old}")
# --8<-- [end:lengths]
