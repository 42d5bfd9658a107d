"""What four judges lead to: the share of wrong answers, by user."""

# --8<-- [start:drawing]
from lessoncode import figure

USERS = "silent", "right", "wrong"
WAYS = {
    "as before": "before",
    "corrected": "corrected",
    "checked, wrong": "checked where\nusers are wrong",
    "checked, all": "checked on all",
}


def draw(rows):
    """A dot for each seed; each row is a way, and a share a user."""
    with figure.styled():
        fig, axes = figure.canvas(width=4.8, height=2.2)
        axes.remove()
        panels = fig.subplots(1, 3, sharex=True, sharey=True)
    for way, shares in rows:
        for panel, x in zip(panels, shares):
            look = {"markersize": 4, "color": figure.COLOURS["accent"]}
            panel.plot(x, list(WAYS).index(way), "o", **look)
    for panel, user in zip(panels, USERS):
        panel.set_title(f"user {user}", fontsize=10)
        panel.set(xlim=(0, 0.6), ylim=(3.5, -0.5))
        panel.set_xticks([0, 0.25, 0.5], ["0", "¼", "½"])
        panel.grid(axis="x", color=figure.COLOURS["grid"])
        look = {"labelcolor": figure.COLOURS["muted"]}
        panel.tick_params(axis="x", **look)
        panel.tick_params(length=0)
    panels[0].set_yticks(range(4), WAYS.values())
    panels[1].set_xlabel("share of wrong answers")
    alt = (
        "Dots for three seeds and four judges. Where the user is "
        "wrong, about a quarter to a half of the answers is wrong "
        "before, and least after checking where users are wrong. Where "
        "the user is right, the corrected judges lead to more mistakes "
        "than the others."
    )
    caption = (
        "Four judges: what lowers the dots on the right may raise "
        "those in the middle. Three seeds each."
    )
    figure.save(fig, "remedies", alt, caption)
# --8<-- [end:drawing]


from lessoncode.training import checkpoints
from lessoncode.worlds.opinion_raters import mistakes

# --8<-- [start:table]
arrays = checkpoints.load("sycophancy/helped").arrays
rows = []
print("where raters are unsure  silent right wrong")
for seed in range(3):
    print(f"seed {seed}")
    for way in WAYS:
        shares = arrays[f"{way}/{seed}"]
        row = [mistakes(shares, "unsure", user) for user in USERS]
        print(f"  {way:23}", *(f"{x:5.2f}" for x in row))
        rows.append((way, row))
draw(rows)
# --8<-- [end:table]
