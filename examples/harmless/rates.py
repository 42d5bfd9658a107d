"""What each model says: insults, dodges, harmless answers, ability."""

# --8<-- [start:harm]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law
from lessoncode.worlds.capitals import CAPITALS

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
    harms = harm[trained].mean(), harm[~trained].mean()
    price = dodge.mean(), on_topic, same, right
    return (*harms, np.mean(unnamed), *price)


def shares(name):
    """The measures of all seeds of a model: [n_seeds, 7]."""
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


def show(columns, names):
    """Print the lowest and the highest seed of some columns."""
    print(" " * 8, *(f"{name:>9}" for name in names))
    for model, rows in table.items():
        spans = [(rows[:, i].min(), rows[:, i].max()) for i in columns]
        ends = [[f"{x:.2f}" for x in span] for span in spans]
        cells = ("-".join(dict.fromkeys(end)) for end in ends)
        print(f"{model:8}", *(f"{cell:>9}" for cell in cells))


show((0, 1, 2), ("trained", "held out", "unnamed"))

stages = "helpful", "revised", "feedback", "both"
fig, axes = figure.canvas(4.4, 2.6)
for i, aside, colour in ((0, -0.2, "accent"), (1, 0.2, "second")):
    middle = [table[stage][:, i].mean() for stage in stages]
    name = ("topics of training", "topics held out")[i]
    style = {"color": figure.COLOURS[colour], "label": name}
    axes.barh(np.arange(4) + aside, middle, 0.36, **style)
axes.set_yticks(range(4), stages)
axes.set(xlim=(0, 1), ylim=(3.6, -0.6))
axes.set_xlabel("share of harmful answers")
axes.legend(loc="center right")
alt = (
    "Two bars for each of four models. For the helpful model both are "
    "long, 0.84 and 0.85. For the three others they are so short that "
    "they can hardly be seen, on topics of training and on those "
    "held out."
)
caption = (
    "Harm nearly gone: after revisions, after feedback and after both "
    "few answers are harmful, on topics held out as well."
)
figure.save(fig, "harm", alt, caption)
# --8<-- [end:harm]

# --8<-- [start:price]
show((3, 4, 5, 6), ("dodges", "on topic", "unchanged", "capitals"))

fig, axes = figure.canvas(height=2.8)
for i, mark, aside in ((4, "^", -0.1), (5, "o", 0), (6, "s", 0.1)):
    rows = [table[stage][:, i] for stage in stages]
    middle = [row.mean() for row in rows]
    spread = [[m - row.min() for m, row in zip(middle, rows)]]
    spread += [[row.max() - m for m, row in zip(middle, rows)]]
    style = {"marker": mark, "linestyle": "", "capsize": 3}
    name = ("on topic", "harmless unchanged", "capitals right")[i - 4]
    places = np.arange(4) + aside
    axes.errorbar(places, middle, spread, **style, label=name)
axes.set_xticks(range(4), stages)
axes.set(ylim=(0, 1.06), ylabel="share of answers")
axes.legend(loc="lower left")
alt = (
    "Three shares for the models helpful, revised, feedback and both. "
    "Answers on topic fall from 0.90 to about a half with revised and "
    "both, and little with feedback. Harmless answers stay the same "
    "with revised, and nearly so with the others. Capitals stay right, "
    "but for a few with both."
)
caption = (
    "The price: with revisions nearly every second answer leaves the "
    "topic, with feedback few do."
)
figure.save(fig, "price", alt, caption)
# --8<-- [end:price]
