"""What a prompt and an answer cost, counted for SmolLM2."""

# --8<-- [start:work]
from math import prod

from lessoncode.pretrained import smollm

config = smollm.load().model.config
shapes = config.layer_shapes().values()
matrices = config.n_layer * sum(prod(s) for s in shapes if len(s) == 2)
head = config.n_vocab * config.n_embd  # makes logits at the end
n_weights = sum(map(prod, config.shapes().values()))
pair = 2 * config.n_layer * config.n_embd  # a score, and a value


def work(n_before, n_new):
    """Multiply-adds of a pass over new tokens behind others."""
    pairs = n_new * n_before + n_new * (n_new + 1) // 2
    return n_new * matrices + pairs * pair + head


print(f"weights: {n_weights / 1e6:.1f} million")
print(f"one token: {work(0, 1) / 1e6:.1f} million multiply-adds")
# --8<-- [end:work]

# --8<-- [start:passes]
n_prompt, n_answer = 1000, 100
read = work(0, n_prompt)
write = sum(work(n_prompt + i, 1) for i in range(n_answer))
print("              tokens  passes   weights  multiply-")
print("                                 read      adds")
print("                                in billions")
for name, n, n_passes, total in (
    ("the prompt", n_prompt, 1, read),
    ("the answer", n_answer, n_answer, write),
):
    fetched = n_passes * n_weights
    row = f"{n:9,} {n_passes:7,} {fetched / 1e9:9.1f}"
    print(f"{name:11}{row} {total / 1e9:9.1f}")
    print(f"   multiply-adds for a weight read {total / fetched:8.1f}")
# --8<-- [end:passes]

# --8<-- [start:pairs]
from lessoncode import figure

print("  tokens   one more token    reading all")
print("  before  matrices  pairs   matrices  pairs")
print("                  multiply-adds, billions")
for n in (128, 512, 2048, 8192):
    one = (matrices + head) / 1e9, n * pair / 1e9
    pairs = n * (n + 1) // 2
    row = *one, n * matrices / 1e9, pairs * pair / 1e9
    print(f"{n:8,}", "{:9.2f} {:6.2f} {:10.0f} {:6.0f}".format(*row))
equal = round((matrices + head) / pair)
print(f"equal for one more token: behind {equal:,} tokens")

fig, axes = figure.canvas(height=2.6)
ends = [0, 8192]
flat = (matrices + head) / 1e9
look = {"color": figure.COLOURS["muted"], "linewidth": 1}
axes.plot(ends, [flat, flat], **look)
axes.plot(ends, [flat, flat + 8192 * pair / 1e9])
axes.fill_between(
    ends,
    [flat, flat],
    [flat, flat + 8192 * pair / 1e9],
    color=figure.COLOURS["accent"],
    alpha=0.2,
    linewidth=0,
)
axes.plot(equal, 2 * flat, "o")
said = f"as much as\nthe matrices:\n{equal:,} tokens"
axes.text(equal - 150, 2 * flat + 0.01, said, ha="right")
axes.text(7900, flat - 0.045, "matrices", ha="right")
axes.text(7900, flat + 0.08, "attention", ha="right")
axes.set(xlabel="tokens before it", ylabel="billions of multiply-adds")
axes.set(ylim=(0, 0.45), xlim=(0, 8192))
ticks = 0, 2048, 4096, 6144, 8192
axes.set_xticks(ticks, [f"{n:,}" for n in ticks])
alt = (
    "The work for one more token against the number of tokens "
    "before it. The work of the matrices is the same everywhere. "
    "The work of attention begins at nothing and grows in a "
    "straight line, until it is more than twice the other. A dot "
    "marks where the two are equal."
)
caption = (
    "One more token: the matrices always do the same work, but the "
    "work of attention grows with every token before it."
)
figure.save(fig, "pairs", alt, caption)
# --8<-- [end:pairs]
