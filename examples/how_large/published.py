"""Published shares of HumanEval's problems solved, against size."""

from lessoncode import figure

PUBLISHED = {  # billions of parameters, % solved
    "phi-1-small": (0.35, 45),  # arXiv 2306.11644
    "phi-1": (1.3, 50.6),  # arXiv 2306.11644
    "Llama 3.1 8B": (8, 72.6),  # the model card of Llama 3.1
    "LLaMA 13B": (13, 15.8),  # arXiv 2302.13971
    "LaMDA": (137, 14.0),  # arXiv 2302.13971
    "Llama 3.1 405B": (405, 89.0),  # the model card of Llama 3.1
    "PaLM": (540, 26.2),  # arXiv 2302.13971
}
print("                billions    solved")
for name, (billions, solved) in PUBLISHED.items():
    print(f"{name:15} {billions:8g} {solved:8.1f}%")

PLACES = {  # of a name: points from its dot, and which end is there
    "phi-1-small": (12, -18, "right"),
    "phi-1": (6, 9, "left"),
    "Llama 3.1 8B": (0, -16, "center"),
    "LLaMA 13B": (0, -16, "center"),
    "LaMDA": (8, 0, "left"),
}
fig, axes = figure.canvas(height=3.2)
for family in ("phi-1", "Llama 3.1"):
    line = [PUBLISHED[name] for name in PUBLISHED if family in name]
    axes.plot(*zip(*line), "--", color=figure.COLOURS["muted"], lw=1)
for name, at in PUBLISHED.items():
    told = name in ("phi-1-small", "LaMDA")
    colour = figure.COLOURS["second" if told else "accent"]
    axes.plot(*at, "o", color=colour)
    x, y, side = PLACES.get(name, (0, 9, "center"))
    look = {"xytext": (x, y), "ha": side, "va": "baseline"}
    if told:
        look |= {"color": colour, "va": "center"}
        name = f"{name}:\n{at[1]:.1f}%"
    axes.annotate(name, at, textcoords="offset points", **look)
lines = (1, 20, "a billion"), (100, 34, "a hundred billion")
for limit, y, said in lines:
    grey = figure.COLOURS["muted"]
    axes.axvline(limit, ymax=0.85, color=grey, linewidth=0.8)
    look = {"color": grey, "ha": "right"}
    axes.text(limit * 0.92, y, said, **look)
axes.set(xscale="log", xlim=(0.03, 2500), ylim=(0, 106))
axes.set(xlabel="parameters, billions", ylabel="problems solved")
axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
axes.set_yticks([0, 50, 100], ["0", "50%", "100%"])
axes.minorticks_off()
alt = (
    "Seven models as dots, their size to the right and their share of "
    "solved problems upwards. Two small ones at about a half lie "
    "above three larger ones, which are below a third. Dashed lines "
    "join the two smallest, and two of one family further up, and "
    "both rise. Lines mark one billion and a hundred billion."
)
caption = (
    "Not sorted by size: the smallest model, phi-1-small, solves more "
    "than three times as many problems as LaMDA, which is hundreds of "
    "times larger. In both pairs (dashed lines), the larger model "
    "solves more."
)
figure.save(fig, "published", alt, caption)
