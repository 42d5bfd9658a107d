"""How careful is work that looks graded, and work that doesn't?"""

# --8<-- [start:drawing]
from lessoncode import diagram
from lessoncode.svg import Place

ROWS = "looks like a test", "looks like real use"
STAGES = "before rewards", "after rewards"


def bar(drawing, x, y, share, colour):
    """How often the work is careful: all of the frame is always."""
    frame = Place(x, y - 8, x + 120, y + 8)
    drawing.outline(frame, 0, fill="none", stroke="grid")
    place = Place(x, y - 8, x + 120 * share, y + 8)
    drawing.outline(place, 0, fill=colour)
    words = f"{share:.0%}"
    drawing.text(x + 126, y, words, colour="muted", anchor="start")


def wide(shares):
    """The two kinds of prompts on the left, both stages beside them."""
    drawing = diagram.Drawing(640, 96)
    for x, stage in zip((150, 390), STAGES):
        words = f"careful {stage}"
        drawing.text(x, 16, words, "title", anchor="start")
    for i, kind in enumerate(ROWS):
        y = 48 + 32 * i
        drawing.text(4, y, kind, anchor="start")
        bar(drawing, 150, y, shares[0][i], "muted")
        bar(drawing, 390, y, shares[1][i], "second")
    return drawing


def narrow(shares):
    """One stage below the other."""
    drawing = diagram.Drawing(350, 206)
    for j, stage in enumerate(STAGES):
        top = 16 + 106 * j
        words = f"careful {stage}"
        drawing.text(4, top, words, "title", anchor="start")
        for i, kind in enumerate(ROWS):
            y = top + 30 + 30 * i
            drawing.text(4, y, kind, anchor="start")
            bar(drawing, 130, y, shares[j][i], ("muted", "second")[j])
    return drawing


# --8<-- [end:drawing]

# --8<-- [start:tools]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import graded

BETA = 0.25
bases = models_of(checkpoints.load("evaluation_awareness/read"))
trained = models_of(checkpoints.load("evaluation_awareness/reward"))


def careful(log_p):
    """Mean shares over pairs that look graded, and that look real."""
    return graded.shares(log_p, "careful").reshape(2, -1).mean(1)


def measured(reliability):
    """Shares on pairs never rewarded: [before, after, best], models."""
    found = []
    for seed in range(5):
        _, unseen = graded.split(12, np.random.default_rng(seed))
        before, after = (
            graded.log_answers(model, unseen, "work").data
            for model in (
                bases[f"told {seed}"],
                trained[f"told {reliability} {seed}"],
            )
        )
        best = graded.best(before, unseen, reliability, BETA)
        found.append([careful(row) for row in (before, after, best)])
    return np.array(found)


# --8<-- [end:tools]

# --8<-- [start:table]
print("careful work, mean of five      looks graded   looks real")
for reliability in (0.95, 0.8):
    found = measured(reliability)
    print(f"told, {reliability:.0%} reliable")
    before, after, best = found.transpose(1, 2, 0)  # kinds, models
    rows = {
        "before": before.mean(1),
        "after": after.mean(1),
        "best possible": best.mean(1),
    }
    for name, row in rows.items():
        print("  {:28} {:9.0%} {:12.0%}".format(name, *row))
    off = 100 * abs(after - best).max()
    print(f"  a model is off its best by at most {off:.1f} points")
# --8<-- [end:table]

# --8<-- [start:picture]
print("looks like            a test     real use")
for q in (0.95, 0.8):
    print(f"work is graded {q:13.0%} {1 - q:12.0%}")
found = measured(0.95).mean(0)
for stage, row in zip(STAGES, found):
    print("careful {:15} {:5.0%} {:12.0%}".format(stage, *row))
factors = np.exp(np.array([0.95, 0.05]) / BETA)
print("odds times{:18.1f} {:12.1f}".format(*factors))
print(f"beta {BETA}")

alt = (
    "How often work is careful. Before the rewards, equally often "
    "whether the prompt looks like a test or like real use. "
    "Afterwards nearly always if it looks like a test, and "
    "hardly more often than before if it looks like real use."
)
caption = (
    "Rewarded only when graded: how often work is careful, on prompts "
    "that were never rewarded (mean of five models)."
)
shares = found[:2].tolist()
diagram.save(wide(shares), narrow(shares), "gap", alt, caption)
# --8<-- [end:picture]
