"""What fine-tuning gives and takes, over rates and three bases."""

from lessoncode import figure
from lessoncode.training import checkpoints

arrays = checkpoints.load("fine_tuning/tune").arrays
runs = {"3e-4": arrays["default"]}
for rate in (1e-4, 2e-4, 6e-4, 1e-3, 2e-3):
    name = f"{rate:.0e}".replace("e-0", "e-")
    runs[name] = arrays[f"rate_{rate:g}"]
runs = {name: runs[name] for name in sorted(runs, key=float)}

print("      capitals        capitals         form of  rise in the")
print("      in the chat     in plain text    answers  loss of old")
print("base      0    1    2      0    1    2  at least  words, least")
looks = {"none": arrays["base"][:, None], **runs}
fewer = {"five": arrays["n_5"], "twenty": arrays["n_20"]}
for name, seen in (looks | fewer).items():
    if name == "five":
        print("on fewer conversations, at 3e-4:")
    chat, text = (seen[..., i].mean(1) for i in (2, 5))
    print(f"{name:6}", *(f"{share:4.0%}" for share in chat), end="   ")
    print(*(f"{share:4.0%}" for share in text), end="  ")
    print(f"{seen[..., 0].min():8.0%}", end="")
    rise = (seen - arrays["base"][:, None])[..., 6].min()
    print("" if name == "none" else f"{rise:10.2f}")

fig, axes = figure.canvas(height=3.2)
lines = {"completed": (5, "second"), "named\nin a chat": (2, "accent")}
for base in range(3):  # side by side, each with the six rates
    left = 7 * base
    at = [left + place for place in range(len(runs))]
    for label, (i, colour) in lines.items():
        shares = [seen[base, :, i].mean() for seen in runs.values()]
        look = {"color": figure.COLOURS[colour]}
        axes.plot(at, shares, marker="o", markersize=3, **look)
        if base == 0:
            y = 1.04 if i == 5 else 0.3
            axes.text(-0.4, y, label, **look)
    axes.text(left + 2.5, 1.2, f"base {base}", ha="center")
ours = [7 * base + 2 for base in range(3)]
axes.set_xticks(ours, ["our rate"] * 3)
axes.set_xlabel("learning rate, from low to high for each base")
axes.set(ylim=(-0.04, 1.3))
axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
axes.set_ylabel("capitals")
alt = (
    "How many capitals are completed in plain text, and how many are "
    "named in a chat, over the learning rate, for three bases. At our "
    "rate, base 0 completes nearly all and names few, base 1 names "
    "most and completes few, and base 2 does both. At the highest rate "
    "hardly any are left."
)
caption = (
    "Kept and named: at our rate, base 0 completes the capitals in "
    "plain text, base 1 names them in a chat, and base 2 does both."
)
figure.save(fig, "forgetting", alt, caption)
