"""Each merge makes texts shorter, the training text most of all."""

from pathlib import Path

from lessoncode import figure
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.bpe_training import train
from lessoncode.text.split import GPT2_SPLIT

rain = Path(__file__).with_name("rain.txt").read_text("utf-8")
unseen = """The kettle had begun to sing when she came down. She
took the cup that nobody else ever used, put in the tea and waited
at the window. Snow was falling on the garden again."""
unseen = unseen.replace("\n", " ")


def tokens_per_100_bytes(text, merges):
    tokenizer = BytePairTokenizer(train(rain, merges), GPT2_SPLIT)
    return 100 * len(tokenizer.encode(text)) / len(text.encode())


all_merges = len(train(rain, 10_000)) - 256
merges = [0, 10, 20, 40, 80, 120, all_merges]
known = [tokens_per_100_bytes(rain, count) for count in merges]
new = [tokens_per_100_bytes(unseen, count) for count in merges]

print("tokens per 100 bytes")
print("merges  training text  unseen text")
for row in zip(merges, known, new):
    print("{:6} {:14.0f} {:12.0f}".format(*row))

fig, axes = figure.canvas(height=2.8)
for y, mark, name, below in (
    (new, "s", "unseen text", False),
    (known, "o", "training text", True),
):
    (line,) = axes.plot(merges, y, marker=mark)
    place = {"ha": "right", "va": "top" if below else "bottom"}
    place["color"] = line.get_color()
    axes.text(190, y[-1] + (-5 if below else 4), name, **place)
words = "merges fit\ntheir own text"
axes.text(190, 41, words, ha="right", va="center")
axes.set(xlabel="merges", ylabel="tokens per 100 bytes", ylim=0)
alt = (
    "Tokens per 100 bytes against merges. Both lines start at 100 and "
    "fall, fast at first, then slowly; the training text ends at less "
    "than half of the unseen text."
)
caption = (
    "A vocabulary fits its own text: merges shorten both texts, but "
    "the training text far more than the unseen one."
)
figure.save(fig, "falling", alt, caption)
