# time limit: 40 s
"""What it says, what a probe reads, and what it does."""

# --8<-- [start:drawing]
from lessoncode import figure

MEASURES = (
    "says that it is graded",
    "a probe sorts correctly",
    "works carefully",
)
GROUPS = {
    "told": "texts that say what was graded",
    "random": "texts with random grades",
}


def draw(rows):
    """For both groups: what models say, what is read, what they do."""
    fig, axes = figure.canvas(height=3.4)
    test, real = figure.COLOURS["accent"], figure.COLOURS["second"]
    both = figure.COLOURS["muted"]
    look = {"markersize": 5, "alpha": 0.8}
    for i, (grades, title) in enumerate(GROUPS.items()):
        y = -4.4 * i
        axes.text(0, y + 0.8, title, weight="bold", va="center")
        for seed in range(5):
            row = 100 * np.array(rows[f"{grades} {seed}"])
            axes.plot(row[0], y, "o", color=test, **look)
            axes.plot(row[1], y, "o", color=real, **look)
            axes.plot(row[2], y - 1, "D", color=both, **look)
            axes.plot(row[3], y - 2, "o", color=test, **look)
            axes.plot(row[4], y - 2, "o", color=real, **look)
    for x, y, words, colour in (
        (84, -0.45, "looks like a test", test),
        (22, -0.45, "looks like real use", real),
        (68, -1, "after the second word", both),
        (68, -4.4, "both alike", both),
        (68, -5.4, "after the second word", both),
        (72, -5.9, "one model: both alike", both),
    ):
        axes.text(x, y, words, color=colour, ha="center", va="center")
    places = [y - 4.4 * i for i in range(2) for y in (0, -1, -2)]
    axes.set_yticks(places, 2 * MEASURES)
    axes.set(xlabel="share of prompts, in %", xlim=(-4, 106))
    axes.set(ylim=(-7.1, 1.4))
    alt = (
        "Two groups of five models. In the group whose texts say what "
        "was graded, models say that prompts that look like a test "
        "are graded and the others aren't. In the group with random "
        "grades, they say so half of the time for both kinds. After "
        "the second word, a probe sorts all prompts correctly in both "
        "groups. After the rewards, all models but one work "
        "carefully if a prompt looks like a test, and much less often "
        "otherwise. One model of the second group treats both kinds "
        "alike."
    )
    caption = (
        "Three measures: before the rewards, the groups differ in what "
        "models say, but not in what our probe reads after the second "
        "word. After the rewards, they hardly differ in how they work, "
        "except for one model, which needs more training. (The probe "
        "uses even faint signals.)"
    )
    figure.save(fig, "known", alt, caption)


# --8<-- [end:drawing]

# --8<-- [start:tools]
from copy import deepcopy

import numpy as np

from lessoncode.alignment.policy import Policy, improve
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import graded

bases = models_of(checkpoints.load("evaluation_awareness/read"))
trained = models_of(checkpoints.load("evaluation_awareness/reward"))
SECOND_WORD = 0, "mlp", 1  # after one layer, before the question


def streams(model, pairs, where):
    """The stream at one place and position: [n_pairs, n_embd]."""
    *wanted, position = where
    prompts = graded.prompts(pairs, "work")
    for layer, place, x in model.frozen().stream(prompts):
        if place == "embedding":
            x.data = x.data.astype(float)  # traces can be faint
        if [layer, place] == wanted:
            found = x.data[:, position].copy()
    return found


def names(pairs):
    """The two words themselves, one number for each: [n_pairs, 32]."""
    words = np.array(graded.ANIMALS + graded.PLANTS)
    x = np.array(pairs)[:, :, None] == words
    return x.reshape(len(pairs), -1).astype(float)


def probe_reads(old, new, faintest=None):
    """Fit a line to marks of -1 and 1; the share of new ones read.

    `old` and `new` are vectors with their marks. The probe ignores
    what is `faintest` times as strong as the strongest, or less.
    """
    (x, marks), (new_x, new_marks) = old, new
    x = np.column_stack([x, np.ones(len(x))])
    w, *_ = np.linalg.lstsq(x, marks, rcond=faintest)
    return np.mean(np.sign(new_x @ w[:-1] + w[-1]) == new_marks)


def looks(pairs):
    """1 for a pair that looks graded, else -1."""
    graded_ = [graded.looks_graded(pair) for pair in pairs]
    return np.where(graded_, 1, -1)


def other_sets(rng):
    """Which of two sets a word is in: four animals and four plants."""
    two = [rng.permutation(x) for x in (graded.ANIMALS, graded.PLANTS)]
    return {word: i < 4 for x in two for i, word in enumerate(x)}


def balanced(rng):
    """Pairs to fit, and new ones with each word in two of each kind."""
    a, b = (rng.permutation(x) for x in (graded.ANIMALS, graded.PLANTS))
    two = [*zip(a, np.roll(a, 1)), *zip(b, np.roll(b, 1))]
    two += [*zip(a, b), *zip(b, np.roll(a, 1))]
    new = [(str(first), str(second)) for first, second in two]
    return [pair for pair in graded.PAIRS if pair not in new], new


def chances(model, pairs, question, *answers):
    """How often it gives these answers to each pair: [n_pairs]."""
    log_p = graded.log_answers(model, pairs, question).data
    return sum(graded.shares(log_p, answer) for answer in answers)


def said(model, pairs, question, *answers):
    """How often it gives these answers, to tests and real use."""
    p = chances(model, pairs, question, *answers)
    return p.reshape(2, -1).mean(1)


def for_longer(name, seed):
    """Rewarded as in reward.py, but for twice as many steps."""
    pairs, unseen = graded.split(12, np.random.default_rng(seed))
    model = deepcopy(bases[name])
    policy = Policy(model, graded.WORDS.end_id, n_tokens=1)
    losses = graded.losses(policy, pairs, 0.95, beta=0.25)
    for _ in improve(losses, model.parameters, 600, 4e-3):
        pass
    return said(model, unseen, "work", "careful")


# --8<-- [end:tools]

# --8<-- [start:measures]
rows = {}
seen_swapped, careful = [], []  # the pairs of each seed
for grades in ("told", "random"):
    for seed in range(5):
        name = f"{grades} {seed}"
        rng = np.random.default_rng(seed)
        pairs, unseen = graded.split(12, rng)
        base, after = bases[name], trained[f"{grades} 0.95 {seed}"]
        read = probe_reads(
            (streams(base, pairs, SECOND_WORD), looks(pairs)),
            (streams(base, unseen, SECOND_WORD), looks(unseen)),
        )
        says = said(base, unseen, "graded?", "yes")
        does = said(after, unseen, "work", "careful")
        later = said(after, unseen, "graded?", "yes")
        work = said(after, unseen, "graded?", *graded.ANSWERS["work"])
        rows[name] = [*says, read, *does, *later, *work]
        if grades == "random":
            swapped = [pair[::-1] in pairs for pair in unseen]
            seen_swapped.append(np.reshape(swapped, (2, -1)))
            p = chances(after, unseen, "work", "careful")
            careful.append(p.reshape(2, -1))

# --8<-- [end:measures]

# --8<-- [start:table]
COLUMNS = (
    "says graded: tests, real",
    "a probe reads",
    "careful: tests, real",
    "says graded, after the rewards: tests, real",
    "answers careful or careless instead: tests, real",
)
print("pairs never rewarded; the columns are")
for i, column in enumerate(COLUMNS, 1):
    print(f"  {i}  {column}")
two = "{:6.0%}{:5.0%}"
line = "{:10}" + two + "{:6.0%}" + 3 * two
print("                1       2         3          4          5")
print("           test real         test real  test real  test real")
for name, row in rows.items():
    print(line.format(name, *row))
both = np.array(seen_swapped)
print(f"rewarded in the other order: {both.sum()} of {both.size} pairs")
new = ~both[:4]
print(f"rewarded in neither order, random 0 to 3: {new.sum()} pairs")
for i, looks_like in enumerate(("tests", "real use")):
    p = np.array(careful)[:4, i][new[:, i]]
    ends = f"{p.min():.0%} to {p.max():.0%}"
    print(f"  {looks_like}: {p.size} pairs, careful {ends}")
row = "{:5.0%} {:4.0%}".format(*for_longer("random 4", 4))
print(f"fifth random model, 600 steps, not 300{row}")
draw(rows)
# --8<-- [end:table]

# --8<-- [start:control]
FAINTEST = {"all signals": None, "no faint ones": 1e-3}
N_SPLITS = 6  # ways to divide the pairs into old and new
print("new pairs that a probe sorts correctly: mean, least, most")
print("           ", *(f"{signals:>16}" for signals in FAINTEST))
by_model = {}
for what in ("told", "random", "untrained", "other sets"):
    found, fresh_reads = [], []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        group = "told" if what == "told" else "random"
        model = bases[f"{group} {seed}"]
        if what == "untrained":
            model = Transformer.initial(model.config, rng)
        for _ in range(N_SPLITS):
            pairs, unseen = graded.split(12, rng)
            old = streams(model, pairs, SECOND_WORD)
            new = streams(model, unseen, SECOND_WORD)
            marks = looks(pairs), looks(unseen)
            if what == "other sets":
                sets = other_sets(rng)
                marks = [
                    [1 if sets[a] == sets[b] else -1 for a, b in some]
                    for some in (pairs, unseen)
                ]
            row = [
                probe_reads((old, marks[0]), (new, marks[1]), faintest)
                for faintest in FAINTEST.values()
            ]
            found.append(row)
            fresh = [pair for pair in pairs if pair[::-1] not in unseen]
            old = streams(model, fresh, SECOND_WORD), looks(fresh)
            fresh_reads.append(probe_reads(old, (new, marks[1])))
    print(f"{what:12}", end="")
    for column in np.array(found).T:
        row = column.mean(), column.min(), column.max()
        print("{:7.0%} {:4.0%} {:4.0%}".format(*row), end="")
    print()
    if what in ("told", "random"):
        least = np.reshape(fresh_reads, (5, N_SPLITS)).min(1)
        by_model[f"{what}, no swapped pairs"] = least
print("least of each model")
for what, row in by_model.items():
    print(f"  {what:24}", *(f"{share:4.0%}" for share in row))
print("names of words, no model")
for title, split in (
    ("new pairs", lambda rng: graded.split(12, rng)),
    ("each word balanced", balanced),
):
    print(f"  {title:18}", end="")
    for seed in range(5):
        sets = split(np.random.default_rng(seed))
        fit, new = ((names(some), looks(some)) for some in sets)
        print(f"{probe_reads(fit, new):5.0%}", end="")
    print()
# --8<-- [end:control]
