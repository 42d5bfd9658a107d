"""How much text models read for each of their parameters."""

from lessoncode import figure

RATIO = {  # parameters, tokens
    # arXiv 2203.15556, for the first and the third
    "Gopher": (280e9, 300e9),
    "GPT-3": (175e9, 300e9),
    "Chinchilla": (70e9, 1.4e12),
    # as in the calculator, from here on
    "DeepSeek-V3, all": (671e9, 14.8e12),
    "Llama 2 70B": (70e9, 2e12),
    "Llama 3.1 405B": (405e9, 15.6e12),
    "DeepSeek-V3, active": (37e9, 14.8e12),
    "SmolLM2-135M": (135e6, 2e12),
}
ratios = {name: t / n for name, (n, t) in RATIO.items()}
print("tokens for each parameter")
said = {n: f"{r:,.{int(r < 2)}f}" for n, r in ratios.items()}
for name, words in said.items():
    print(f"{name:19} {words:>8}")

fig, axes = figure.canvas(height=2.9)
axes.plot(list(ratios.values()), list(ratios), "o")
for name, ratio in ratios.items():
    look = {"xytext": (8, 0), "va": "center"}
    at = ratio, name
    axes.annotate(said[name], at, textcoords="offset points", **look)
grey = figure.COLOURS["muted"]
axes.axvline(20, linewidth=0.8, color=grey)
axes.text(26, 0, "20, a rule of thumb", color=grey, va="center")
axes.set(xscale="log", xlim=(0.7, 90_000), ylim=(7.6, -0.6))
axes.set_xlabel("tokens read for each parameter")
axes.set_xticks([1, 20, 400, 10_000], ["1", "20", "400", "10,000"])
axes.minorticks_off()
alt = (
    "Eight dots for seven models, on a logarithmic axis, from the "
    "fewest tokens for each parameter to the most. Gopher and GPT-3 "
    "lie far left, Chinchilla on a line at 20. DeepSeek-V3 by all its "
    "parameters and two Llama models lie a little beyond it, "
    "DeepSeek-V3 by its active parameters well beyond it, and "
    "SmolLM2-135M far to the right of all."
)
caption = (
    "Size or text: the oldest models here read one or two tokens "
    "for each parameter, and a small new one read nearly fifteen "
    "thousand."
)
figure.save(fig, "ratio", alt, caption)
