"""The arithmetic of a real run: 6 operations a parameter and token."""

from lessoncode import figure

# --8<-- [start:operations]
DAY = 24 * 60 * 60
PARAMETERS_AND_TOKENS = {
    "this site": (102_528, 1000 * 2048),
    "GPT-3": (175e9, 300e9),  # arXiv 2005.14165
    "DeepSeek-V3": (37e9, 14.8e12),  # active ones; arXiv 2412.19437
    "Llama 3.1 405B": (405e9, 15.6e12),  # arXiv 2407.21783
}
operations = {
    name: 6 * n * d for name, (n, d) in PARAMETERS_AND_TOKENS.items()
}
print("                operations  petaflop/s-days")
for name, count in operations.items():
    days = count / 1e15 / DAY
    amount = f"{days:,.0f}" if days > 1 else f"{days:.1e}"
    print(f"{name:15} {count:10.1e} {amount:>16}")
# --8<-- [end:operations]

# --8<-- [start:picture]
fig, axes = figure.canvas(height=1.9)
for row, (name, count) in enumerate(operations.items()):
    days = count / 1e15 / DAY
    axes.plot(days, -row, "o", color=figure.COLOURS["accent"])
    tiny = "fifteen billionths"
    said = f"{days:,.0f}" if days > 1 else tiny
    left = row > 0
    axes.annotate(
        f"{name}: {said}",
        (days, -row),
        (-8 if left else 8, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
    )
axes.set(xscale="log", xlim=(1e-9, 1e7), ylim=(-3.6, 0.6), yticks=[])
label = "petaflop/s-days; each mark is a thousand times more"
axes.set(xlabel=label)
ticks = {1e-9: "10⁻⁹", 1e-6: "10⁻⁶", 1e-3: "10⁻³"}
ticks |= {1: "1", 1e3: "10³", 1e6: "10⁶"}
axes.set_xticks([*ticks], ticks.values())
first, *_, last = operations.values()
times = last / first / 1e12
print(f"from first to last: {times:.0f} trillion times")
alt = (
    "Four dots on a line where each mark means a thousand times as "
    "much work. This site's run is far to the left, at fifteen "
    "billionths of a petaflop/s-day. GPT-3, DeepSeek-V3 and Llama 3.1 "
    "405B are near the right end. Each of the last two took about ten "
    "times the work of the one before."
)
caption = (
    "The work of a run: Llama 3.1 405B took some thirty trillion times "
    "as much as our small run."
)
figure.save(fig, "work", alt, caption)
# --8<-- [end:picture]

# --8<-- [start:hours]
GPU_HOURS = {  # of training, and GPUs at a time
    "DeepSeek-V3": (2.664e6, 2048),  # arXiv 2412.19437
    "Llama 3.1 405B": (30.84e6, 16_384),  # model card, 2407.21783
}
print("                 days  $ million  teraflop/s")
for name, (hours, gpus) in GPU_HOURS.items():
    days = hours / gpus / 24
    dollars = hours * 2 / 1e6  # at DeepSeek's assumed $2 an hour
    speed = operations[name] / (hours * 3600) / 1e12
    print(f"{name:15} {days:5.0f} {dollars:10.1f} {speed:11.0f}")
# --8<-- [end:hours]
