"""Published shares of HumanEval's problems solved, against size."""

from lessoncode import figure

PUBLISHED = {  # billions of parameters, per cent solved
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

fig, axes = figure.canvas(width=4.6, height=3)
for family in ("phi-1", "Llama 3.1"):
    line = [PUBLISHED[name] for name in PUBLISHED if family in name]
    axes.plot(*zip(*line), "--", color=figure.COLOURS["muted"], lw=1)
for name, at in PUBLISHED.items():
    axes.plot(*at, "o", color=figure.COLOURS["accent"])
    above = "Llama 3.1" in name or "small" in name
    place = {"xytext": (0, 10) if above else (7, -3)}
    place |= {"ha": "center" if above else "left", "fontsize": 9}
    axes.annotate(name, at, textcoords="offset points", **place)
for limit, said in (1, "a billion"), (100, "a hundred billion"):
    look = {"color": figure.COLOURS["second"], "fontsize": 9}
    axes.axvline(limit, color=look["color"], linewidth=0.8)
    axes.text(limit * 1.1, 2, said, **look)
axes.set(xscale="log", xlim=(0.12, 2500), ylim=(0, 102))
axes.set(xlabel="parameters, billions", ylabel="problems solved, %")
axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
axes.minorticks_off()
alt = (
    "Seven models as dots, their size to the right and their share of "
    "solved problems upwards. Two small ones at about a half lie "
    "above three larger ones, which are below a third. Dashed lines "
    "join the two smallest, and two of one family further up, and "
    "both rise. Lines mark one billion and a hundred billion."
)
caption = (
    "Not sorted by size: some small ones solve more than some large "
    "ones. Within a family (dashed) the larger one solves more."
)
figure.save(fig, "published", alt, caption)
