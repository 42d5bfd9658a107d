"""Temperature bends the distribution before a word is drawn."""

# --8<-- [start:drawing]
from lessoncode import figure

alt = (
    "Near temperature 0, mat has everything. As the temperature "
    "rises, mat falls, sofa rises to a quarter and then falls "
    "slowly, and grass begins to grow."
)
caption = (
    "Temperature: a low one gives nearly all the probability to "
    "one word, and a high one spreads it over more words."
)


def draw(axis, p):
    """A line for each word, by temperature."""
    fig, axes = figure.canvas(height=2.4)
    for line, share, word in zip(axes.plot(axis, p), p[-1], shown):
        colour = line.get_color()
        axes.text(3.04, share, word, color=colour, va="center")
    axes.text(0.62, 0.94, "low: nearly always mat")
    axes.text(1.55, 0.6, "high: others gain")
    axes.set(xlabel="temperature", xlim=(0, 3))
    axes.set(ylabel="probability", ylim=(0, 1.02))
    figure.save(fig, "temperature", alt, caption)


# --8<-- [end:drawing]

# --8<-- [start:table]
import numpy as np

from lessoncode.model.sampling import Sampling, next_token_probabilities
from lessoncode.training import checkpoints

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
logits = model([words.prompt("the cat sat on the")]).data[0, -1]
shown = ("mat", "sofa", "grass")
picked = words.encode(" ".join(shown))
axis = np.arange(61) / 20  # temperatures from 0 to 3
settings = map(Sampling, axis)
p = [next_token_probabilities(logits, s)[picked] for s in settings]

print("temperature" + "".join(f"{word:>7}" for word in shown))
for i in (0, 10, 20, 40, 60):
    print(f"{axis[i]:11}" + "".join(f"{share:7.2f}" for share in p[i]))
draw(axis, p)  # the picture
# --8<-- [end:table]
