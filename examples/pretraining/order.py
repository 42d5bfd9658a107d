"""What is learned first: letters, words, grammar, facts, sums."""

from lessoncode import checkpoints, corpus, figure

course = checkpoints.load("pretraining/train").arrays
often = [n == 64 for n in corpus.STATED.values()]
curves = {
    "letters": course["letters"],
    "words": course["words"],
    "agreement": course["agreement"][:, 1],
    "facts": course["facts"][:, often].mean(1),
    "sums": course["sums"].mean(1),
    "unread sums": course["kept_back"].mean(1),
}
steps = course["steps"]
print("step", *(f"{name:>9}" for name in list(curves)[:5]))
for i, step in enumerate(steps):
    if step in (0, 20, 50, 100, 125, 200, 300, 500, 700, 1000):
        row = [curve[i] for curve in list(curves.values())[:5]]
        print(f"{step:4}", *(f"{share:9.2f}" for share in row))
near = course["agreement"][list(steps).index(100), 0]
print(f"step 100, nouns of the same number: {near:.2f}")
unread = curves["unread sums"]
best, last = unread.max(), unread[-1]
print(f"unread sums: {best:.2f} at best, {last:.2f} at the end")

fig, axes = figure.canvas(height=3.2)
styles = ["o-", "s-", "^-", "o--", "s--", "^--"]
for style, (name, curve) in zip(styles, curves.items()):
    axes.plot(steps[1:], curve[1:], style, markersize=4, label=name)
axes.set(xscale="log", xlabel="step", ylabel="share right")
ticks = [10, 30, 100, 300, 1000]
axes.set_xticks(ticks, [str(tick) for tick in ticks])
axes.minorticks_off()
axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
alt = (
    "Six shares over the steps, on a logarithmic axis. Letters rise "
    "first and are right by step 50, words by 150, agreement jumps to "
    "1 between 100 and 125, facts rise from 200 to 500, sums until "
    "800. The sums that were kept back stay below a half."
)
figure.save(fig, "order", alt)
