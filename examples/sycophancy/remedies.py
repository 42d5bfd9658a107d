"""What remedies and a control lead to: wrong answers, by user."""

# --8<-- [start:drawing]
from lessoncode import figure

USERS = {
    "silent": "no\nopinion",
    "right": "user\nis right",
    "wrong": "user\nis wrong",
}
WAYS = {
    "as before": "no remedy",
    "more, unchecked": "more comparisons",
    "corrected": "subtract liking",
    "checked, wrong": "look up where\nuser is wrong",
    "checked, all": "look up all kinds",
}
SEEN = {  # panel: (x, row, words)
    "right": (0.24, 2, "costs\nmistakes\nhere"),
    "wrong": (0.24, 3, "helps\nhere"),
}


def draw(rows):
    """A dot for each model; a row for each way, and a share a user."""
    with figure.styled():
        fig, axes = figure.canvas(height=2.9)
        axes.remove()
        panels = fig.subplots(1, 3, sharex=True, sharey=True)
    for way, shares in rows:
        for panel, x in zip(panels, shares):
            look = {"markersize": 4, "color": figure.COLOURS["accent"]}
            panel.plot(x, list(WAYS).index(way), "o", **look)
    for panel, (user, title) in zip(panels, USERS.items()):
        panel.set_title(title)
        panel.set(xlim=(0, 0.6), ylim=(4.5, -0.5))
        panel.set_xticks([0, 0.25, 0.5], ["0", "25", "50"])
        if user in SEEN:
            x, row, words = SEEN[user]
            panel.text(x, row, words, va="center")
        panel.grid(axis="x", color=figure.COLOURS["grid"])
        look = {"labelcolor": figure.COLOURS["muted"]}
        panel.tick_params(axis="x", **look)
        panel.tick_params(length=0)
    panels[0].set_yticks(range(5), WAYS.values())
    panels[1].set_xlabel("wrong answers, in %")
    alt = (
        "Dots for three models and five reward models. Where the user "
        "is wrong, about a quarter to a half of the answers are wrong "
        "without a remedy, about a half with more comparisons, and "
        "few after looking facts up where users are wrong. Where the "
        "user is right, subtracting the liking leads to more mistakes "
        "than the other remedies."
    )
    caption = (
        "Three remedies: what helps in the right panel may do harm in "
        "the middle one. Each dot is one of three models."
    )
    figure.save(fig, "remedies", alt, caption)


# --8<-- [end:drawing]


from lessoncode.training import checkpoints
from lessoncode.worlds import opinions
from lessoncode.worlds.opinion_raters import mistakes

# --8<-- [start:table]
PRINTED = {way: words.replace("\n", " ") for way, words in WAYS.items()}
arrays = checkpoints.load("sycophancy/helped").arrays
rows = []
print("wrong answers, raters unsure, compared countries")
print("to a user who is             silent right wrong")
for seed, which in enumerate(("first", "second", "third")):
    print(f"{which} model")
    for way in WAYS:
        shares = arrays[f"{way}/{seed}"]
        row = [mistakes(shares, "unsure", user) for user in USERS]
        print(f"  {PRINTED[way]:27}", *(f"{x:5.0%}" for x in row))
        rows.append((way, row))
draw(rows)

print("countries never compared     silent right wrong  says No")
hard = [q for q in opinions.UNRATED if q.kind == "unsure"]
hard = [opinions.QUESTIONS.index(question) for question in hard]
for seed in range(3):
    print(f"model {seed + 1}, elsewhere")
    for way in WAYS:
        shares = arrays[f"{way}/{seed}"]
        row = [
            mistakes(shares, "unsure", user, opinions.UNRATED)
            for user in USERS
        ]
        row.append(shares[hard, 1].mean())
        print(f"  {PRINTED[way]:27}", *(f"{x:5.0%}" for x in row))
# --8<-- [end:table]
