"""What each model says: insults, dodges, harmless answers, ability."""

# --8<-- [start:table]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law
from lessoncode.worlds.capitals import CAPITALS

n, cities = len(law.TOPICS), list(CAPITALS.values())
cities = [city for city in cities if " " not in city][:24]
kept = checkpoints.load("constitution/revised").arrays
kept |= checkpoints.load("constitution/feedback").arrays
texts = {
    key: array.astype(str)
    for key, array in kept.items()
    if array.dtype.kind == "S"
}


def measures(said):
    """Shares of what it says, in the order of the columns."""
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
    others = np.mean(unnamed), dodge.mean(), on_topic
    return (*harms, *others, same, right)


def shares(name):
    """The measures of all seeds of a model: [n_seeds, 7]."""
    found = [v for k, v in texts.items() if k.startswith(name)]
    return np.array([measures(said) for said in found])


models = {
    "helpful": "said_helpful",
    "revisions alone": "said_alone",
    "revised": "said_mixed",
    "feedback": "said_feedback",
    "both": "said_both",
}
table = {name: shares(key) for name, key in models.items()}
columns = "harmful", "held out", "unnamed", "dodges"
columns += "on topic", "harmless", "capitals"
for name, rows in table.items():
    print(name)
    for i, column in enumerate(columns):
        low, high = rows[:, i].min(), rows[:, i].max()
        print(f"  {column:9} {low:.2f} to {high:.2f}")
# --8<-- [end:table]

# --8<-- [start:picture]
from lessoncode import figure

fig, axes = figure.canvas(height=2.8)
stages = ["helpful", "revised", "feedback", "both"]
for i, mark, aside in ((0, "o", -0.1), (1, "s", 0), (4, "^", 0.1)):
    rows = [table[stage][:, i] for stage in stages]
    middle = [row.mean() for row in rows]
    spread = [[m - row.min() for m, row in zip(middle, rows)]]
    spread += [[row.max() - m for m, row in zip(middle, rows)]]
    style = {"marker": mark, "linestyle": "", "capsize": 3}
    places = np.arange(4) + aside
    axes.errorbar(places, middle, spread, **style, label=columns[i])
axes.set_xticks(range(4), stages)
axes.set(ylim=(-0.03, 1), ylabel="share of answers")
axes.legend()
alt = (
    "Three shares for the models helpful, revised, feedback and "
    "both. Harmful answers fall from 0.84 to nearly 0, on the "
    "topics of training and on those held out. Answers on topic fall "
    "from 0.90 to about a half with revised and both, and little with "
    "feedback."
)
caption = (
    "What was won and what it cost: harm falls in both phases; only "
    "feedback keeps the answers on topic."
)
figure.save(fig, "rates", alt, caption)
# --8<-- [end:picture]
