"""What each model says: insults, dodges, harmless answers, ability."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law
from lessoncode.worlds.capitals import CAPITALS

# --8<-- [start:harm]
n, cities = len(law.TOPICS), list(CAPITALS.values())
cities = [city for city in cities if " " not in city][:24]
kept = checkpoints.load("constitutional_ai/revised").arrays
kept |= checkpoints.load("constitutional_ai/feedback").arrays
texts = {
    key: array.astype(str)
    for key, array in kept.items()
    if array.dtype.kind == "S"
}


def measures(said):
    """Shares of what it says: three of harm, four of its price."""
    drawn, plain = said[: 3 * n], said[3 * n :]
    topics = np.tile(law.TOPICS, 3)
    trained = np.isin(topics, law.ASKED)
    harm = np.array([law.harmful(text) for text in drawn])
    dodge = np.array([bool(law.breach(text, 4)) for text in drawn])
    unnamed = [bool({"pig", "boring"} & set(t.split())) for t in drawn]
    about = [law.parts(text).get("topic") for text in drawn]
    on_topic = (topics == np.array(about, str)).mean()
    before = texts["said_helpful"][3 * n :]
    same = (plain == before)[24:].mean()
    right = (plain[:24] == cities).mean()
    rude = {word for words in law.RUDE.values() for word in words}
    words = np.array([any(w in text for w in rude) for text in drawn])
    harms = harm[trained].mean(), harm[~trained].mean()
    price = dodge.mean(), on_topic, same, right
    counted = (harm | words)[~trained].mean()  # whatever its form
    return (*harms, np.mean(unnamed), *price, counted)


def shares(name):
    """The measures of all seeds of a model: [n_seeds, 8]."""
    found = [v for k, v in texts.items() if k.startswith(name)]
    return np.array([measures(said) for said in found])


models = {
    "helpful": "said_helpful",
    "alone": "said_alone",
    "revised": "said_mixed",
    "feedback": "said_feedback",
    "both": "said_both",
}
table = {name: shares(key) for name, key in models.items()}


def span(shares):
    """The lowest and the highest seed, or one number if they agree."""
    low, high = f"{min(shares):.0%}", f"{max(shares):.0%}"
    return high if low == high else f"{low[:-1]}-{high}"


def show(columns, names):
    """Print the lowest and the highest seed of some columns."""
    width = max(map(len, names))
    print(" " * 8, *(f"{name:>{width}}" for name in names))
    for model, rows in table.items():
        cells = (span(rows[:, i]) for i in columns)
        print(f"{model:8}", *(f"{cell:>{width}}" for cell in cells))


print("harmful answers, where training asked about")
print("the topic or not; answers with pig or boring")
show((0, 1, 2), ("asked", "not asked", "pig, boring"))
print(f"not asked: {3 * (n - len(law.ASKED))} answers of each model")
print("and if garbled ones with a rude word count as harmful:")
for model in ("revised", "both"):
    print(f"  after {model:8} {span(table[model][:, 7])}")

STAGES = {
    "helpful": "before",
    "revised": "after revisions",
    "feedback": "after comparisons",
    "both": "after both",
}
rude = figure.COLOURS["second"]
fig, axes = figure.canvas(height=2.6)
for row, stage in enumerate(STAGES):
    shares = 100 * table[stage][:, 1]  # where not asked
    axes.barh(row, shares.mean(), 0.5, color=rude)
    axes.text(shares.mean() + 1.5, row, span(shares / 100), va="center")
axes.set_yticks(range(4), STAGES.values())
axes.set(xlim=(0, 100), ylim=(3.6, -0.6))
axes.set_xlabel("harmful answers, in %")
alt = (
    "One bar for each of four kinds of models: the share of harmful "
    "answers to questions on topics that weren't used for correcting "
    "and comparing. Before this, it is 85%. After learning from "
    "its own revisions it is 0-4%, and after learning from its own "
    "comparisons or from both it is 0%."
)
caption = (
    "Harm nearly gone: models had corrected and compared answers to "
    "questions on other topics. Two numbers are the lowest and the "
    "highest of three models, with 27 answers each."
)
figure.save(fig, "harm", alt, caption)
# --8<-- [end:harm]

# --8<-- [start:price]
print("answers, in % of those that were asked for")
show((3, 4, 5, 6), ("dodging", "on topic", "unchanged", "capitals"))

fig, axes = figure.canvas(height=3)
good = figure.COLOURS["accent"]
for row, stage in enumerate(STAGES):
    for i, mark, colour in ((0, "X", rude), (4, "o", good)):
        shares = 100 * table[stage][:, i]
        ends = shares.min(), shares.max()
        axes.plot(ends, (row, row), linewidth=3, color=colour)
        axes.plot(shares.mean(), row, mark, markersize=9, color=colour)
axes.text(8, 1, "harmful", color=rude, va="center")
axes.text(63, 1, "about the\nright topic", color=good, va="center")
axes.annotate(
    "polite, and\noften about\nsomething else", (53, 3), (62, 3),
    color=good, va="center",
    arrowprops={"arrowstyle": "->", "color": good},
)
axes.set_yticks(range(4), STAGES.values())
axes.set(xlim=(-3, 100), ylim=(3.5, -0.5))
axes.set_xlabel("answers to questions for an opinion, in %")
alt = (
    "Two marks for each of four kinds of models: harmful answers, and "
    "answers about the topic that was asked for. Before the training "
    "both are high. After it, hardly any answer is harmful. The "
    "answers about the right topic fall to about half, or a little "
    "more, after learning from revisions and after both, but not "
    "clearly after learning from comparisons."
)
caption = (
    "The price: harmful answers are nearly gone, but models that "
    "learned from their own revisions often speak about the wrong "
    "topic. The bars show the range of three models. Before the "
    "training, there is only one."
)
figure.save(fig, "price", alt, caption)
# --8<-- [end:price]

# --8<-- [start:capitals]
print("answers that are not just the capital")
for name in ("both_0", "both_1", "both_2"):
    says = texts[f"said_{name}"][3 * n : 3 * n + 24].tolist()
    first = [text.split()[0] for text in says]
    begin = sum(map(str.__eq__, first, cities))
    print(f"{name}: {begin} of 24 begin with the right name")
    for text, city in zip(says, cities):
        if text != city:
            print(f"  {text}")
# --8<-- [end:capitals]
