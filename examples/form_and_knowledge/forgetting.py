"""What fine-tuning gives and takes, over rates and three bases."""

from lessoncode import figure
from lessoncode.training import checkpoints

arrays = checkpoints.load("fine_tuning/tune").arrays
runs = {"3e-4": arrays["default"]}
for rate in (1e-4, 2e-4, 6e-4, 1e-3, 2e-3):
    name = f"{rate:.0e}".replace("e-0", "e-")
    runs[name] = arrays[f"rate_{rate:g}"]
runs = {name: runs[name] for name in sorted(runs, key=float)}

print("      capitals        capitals         form of  loss of")
print("      in the chat     in plain text    answers  sentences")
print("base     0    1    2     0    1    2   at least at least")
looks = {"none": arrays["base"][:, None], **runs}
for name, seen in looks.items():
    chat, text = (seen[..., i].mean(1) for i in (2, 5))
    print(f"{name:6}", *(f"{share:.2f}" for share in chat), end="  ")
    print(*(f"{share:.2f}" for share in text), end="  ")
    print(f"{seen[..., 0].min():7.2f} {seen[..., 6].min():8.2f}")

fig, axes = figure.canvas(width=4.6, height=3.2)
rates = [float(name) for name in runs]
lines = {"in plain text": (5, "second"), "in the chat": (2, "accent")}
for label, (i, colour) in lines.items():
    for base, style in enumerate(("-", "--", ":")):
        shares = [seen[base, :, i].mean() for seen in runs.values()]
        look = {"color": figure.COLOURS[colour], "linestyle": style}
        look["label"] = f"{label}, base {base}"
        axes.plot(rates, shares, marker="o", markersize=3, **look)
axes.set(xscale="log", xlabel="learning rate", ylim=(-0.04, 1.5))
axes.set_ylabel("capitals, share")
axes.set_yticks([0, 0.5, 1])
axes.set_xticks(rates, list(runs))
axes.minorticks_off()
axes.legend(fontsize=8, ncols=2, loc="upper center")
alt = (
    "The share of capitals over the learning rate, completed in plain "
    "text and named in the chat, for three bases. Base 0 completes "
    "nearly all up to 3e-4 and names at most 0.20. Base 1 completes "
    "fewer and fewer and names most at 3e-4. Base 2 does both from "
    "2e-4 to 6e-4. At 2e-3 hardly any is left."
)
caption = (
    "Capitals kept and named: base 0 completes them in plain text, "
    "base 1 names them in the chat, base 2 does both."
)
figure.save(fig, "forgetting", alt, caption)
