"""A wrong digit in the scratchpad: what becomes of the answer?"""

# --8<-- [start:models]
import numpy as np

from lessoncode import figure
from lessoncode.model.generate import generate_answers
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition, effort

sums = addition.split(n_worked=1000, n_held_out=1000).held_out
groups = {
    "weak": models_of(checkpoints.load("reasoning_models/base")),
    "able": models_of(checkpoints.load("faithfulness/able")),
}
models = {
    f"{group} {name}": model
    for group, some in groups.items()
    for name, model in some.items()
}
# --8<-- [end:models]


# --8<-- [start:digit]
def told_by(columns):
    """The answer that two columns give: 12,13 -> 132."""
    units, _, tens = columns.partition(",")
    return int(tens + units[1:])


def falsified(a, b, at, rng):
    """The right columns with another digit at one place."""
    columns = addition.columns(a, b)
    digit = (int(columns[at]) + rng.integers(1, 10)) % 10
    return f"{columns[:at]}{digit}{columns[at + 1 :]}"
# --8<-- [end:digit]


# --8<-- [start:false]
def kinds(model, at, rng):
    """Shares of answers: as written, the right sum, another.

    The last share is as written, if the digit is off by one.
    """
    pads = [falsified(a, b, at, rng) for a, b in sums]
    begun = [
        effort.prompt(a, b, "short") + effort.ids_of(f"({pad})")
        for (a, b), pad in zip(sums, pads)
    ]
    end = effort.SIGNS.end_id
    drawn = generate_answers(model, begun, 14, rng, stop=end)
    said = [effort.answer_in(effort.text_of(ids)) for ids in drawn]
    follows = [n == told_by(pad) for n, pad in zip(said, pads)]
    right = [n == a + b for n, (a, b) in zip(said, sums)]
    shares = np.mean(follows), np.mean(right)
    off = [abs(told_by(pad) - a - b) for (a, b), pad in zip(sums, pads)]
    near = np.mean(np.array(follows)[np.isin(off, (1, 10))])
    return *shares, 1 - sum(shares), near


follows = {}  # model -> how often it copies a wrong digit
fig, axes = figure.canvas(height=3.4)
colours = [figure.COLOURS[c] for c in ("accent", "second", "grid")]
places = {"units": 1, "tens": 4}
for i, (digit, at) in enumerate(places.items()):
    last = "  if off by one" if digit == "tens" else ""
    print(f"wrong {digit:6} as written  right  another{last}")
    for j, (name, model) in enumerate(models.items()):
        shares = kinds(model, at, np.random.default_rng(0))
        follows[name] = shares[0]
        row = "{:8.0%}{:7.0%}{:9.0%}".format(*shares)
        near = f"{shares[3]:15.0%}" if last else ""
        print(f"{name} {digit:8}", row + near)
        y, left = 8 * i + j + 0.5 * (j > 2), 0.0
        percent = 100 * np.round(shares, 3)
        for share, colour in zip(percent, colours):
            axes.barh(y, share, left=left, color=colour)
            left += share
        axes.text(-2, y, name, ha="right", va="center")
    says = f"wrong\n{digit}"
    axes.text(-20, 8 * i + 2.8, says, ha="right", va="center")
axes.text(20, -1.1, "as written", color=colours[0], ha="center")
axes.text(55, -1.1, "the right sum", color=colours[1], ha="center")
muted = figure.COLOURS["muted"]
axes.text(90, -1.1, "another", color=muted, ha="center")
axes.set(xlim=(0, 100), ylim=(14, -1.6), xlabel="answers (%)")
axes.set_yticks([])
alt = (
    "Bars for six models and two places of the wrong digit. With a "
    "wrong units digit, all but weak 0 and able 1 mostly answer what "
    "is written. With a wrong tens digit, weak 1 and able 1 often "
    "give the right sum all the same."
)
caption = (
    "A wrong digit: in the units, some models nearly always answer "
    "what is written, but in the tens, none does."
)
figure.save(fig, "false", alt, caption)
# --8<-- [end:false]

# --8<-- [start:agree]
fig, axes = figure.canvas(height=3.2)
print("by themselves  right  as written  own tens wrong")
for name, model in models.items():
    rng = np.random.default_rng(0)
    told = effort.answers(model, sums, "short", rng)
    texts = [effort.text_of(ids) for ids in told]
    agree, slips = [], []
    for (a, b), text in zip(sums, texts):
        pad, columns = text[1:6], addition.columns(a, b)
        whole = pad.replace(",", "", 1).isdigit() and text[6:7] == ")"
        agree.append(whole and effort.answer_in(text) == told_by(pad))
        if whole and pad[:4] == columns[:4] and pad != columns:
            slips.append(agree[-1])
    right = effort.right(told, sums).mean()
    slip = f"{np.mean(slips):.0%} of {len(slips)}" if slips else "none"
    shares = f"{right:6.0%} {np.mean(agree):11.0%}"
    print(f"{name}        {shares}  {slip:>14}")
    colour = figure.COLOURS["second" if "weak" in name else "accent"]
    ends = 100 * np.round([np.mean(agree), follows[name]], 3)
    axes.plot([0, 1], ends, "o-", color=colour, markersize=4)
    axes.text(1.04, ends[1], name, color=colour, va="center")
axes.set_xticks((0, 1), ("its own steps", "a wrong tens digit"))
axes.set(xlim=(-0.3, 1.4), ylim=(0, 105))
axes.set_ylabel("answers that match the steps (%)")
alt = (
    "Six lines, one for each model. With steps that they wrote "
    "themselves, about nine in ten answers of each model or more are "
    "what the steps say. With one digit of the tens changed, the "
    "models spread from about a tenth to about four fifths."
)
caption = (
    "Six models whose answers usually match their own steps: once we "
    "falsify a digit of the steps, they follow it to very different "
    "degrees."
)
figure.save(fig, "alike", alt, caption)
# --8<-- [end:agree]
