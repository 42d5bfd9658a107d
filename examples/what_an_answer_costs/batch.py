"""One pass for many texts: the weights are fetched once for all."""

from lessoncode import figure
from lessoncode.pretrained import smollm

model = smollm.load().model
config = model.config
weights = 2 * model.n_parameters  # bytes, two a number
token = 2 * 2 * config.n_layer * config.n_kv_head * config.d_head
sizes = [2**i for i in range(10)]
print("bytes fetched for one token, in millions")
print("texts   if each has 100 tokens  or 1,000  weights alone")
rows = {}
for n_tokens in (100, 1000):
    cache = n_tokens * token
    rows[n_tokens] = [(weights / n + cache) / 1e6 for n in sizes]
for n, short, long in zip(sizes, rows[100], rows[1000]):
    if n in (1, 8, 64, 512):
        print(f"{n:5} {short:24.1f} {long:9.1f}", end="")
        print(f"{weights / n / 1e6:15.1f}")
for n_tokens in rows:
    alone = token * n_tokens / 1e6
    print(f"the cache of {n_tokens:,} tokens alone: {alone:.1f}")

fig, axes = figure.canvas(height=2.8)
places = (11, 8, "accent"), (150, 31, "second")
for (n_tokens, row), (x, y, colour) in zip(rows.items(), places):
    colour = figure.COLOURS[colour]
    axes.plot(sizes, row, marker="o", markersize=3, color=colour)
    said = f"{n_tokens:,} tokens each"
    axes.text(x, y, said, ha="center", color=colour)
said = "one text alone:\nall weights for one token"
grey = figure.COLOURS["muted"]
axes.text(1.7, 235, said, color=grey, va="center")
axes.set(xscale="log", yscale="log", xlabel="texts in one pass")
axes.set_xticks([1, 8, 64, 512], [1, 8, 64, 512])
axes.set_yticks([3, 10, 30, 100, 300], [3, 10, 30, 100, 300])
axes.set_ylabel("million bytes per token")
axes.minorticks_off()
alt = (
    "Bytes fetched for one token against the number of texts in a "
    "pass, both axes logarithmic. Both curves first fall in inverse "
    "proportion to the number of texts and then flatten. The curve "
    "for longer texts flattens sooner and at a higher level."
)
caption = (
    "Sharing a pass: the weights are fetched once for all texts, but "
    "each text needs its own cache, and that limits the gain."
)
figure.save(fig, "batch", alt, caption)
