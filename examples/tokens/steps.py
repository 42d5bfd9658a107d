"""A text while its vocabulary is being made, merge by merge."""

from itertools import accumulate, pairwise
from pathlib import Path

from lessoncode import diagram
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.bpe_training import train_steps
from lessoncode.text.split import GPT2_SPLIT, pieces

rain = Path(__file__).with_name("rain.txt").read_text("utf-8")
shown = "\n\n".join(rain.split("\n\n")[:2])  # two paragraphs
sentence = "It rained in the night, and in"
steps = list(train_steps(rain, 10_000))


def cut(text, merges):
    """The tokens of a text after so many merges."""
    tokens = [bytes([byte]) for byte in range(256)]
    tokens += [step.token for step in steps[:merges]]
    ranks = {token: rank for rank, token in enumerate(tokens)}
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT)
    return [tokenizer.decode([i]) for i in tokenizer.encode(text)]


print("        tokens in the")
print("merges  first words  two paragraphs  story")
some = (0, 3, 12, 40, len(steps))
for merges in some:
    counts = [len(cut(t, merges)) for t in (sentence, shown, rain)]
    print("{:6} {:12} {:15} {:6}".format(merges, *counts))


def draw(drawing):
    """The tokens of the sentence, in a row for each vocabulary."""
    drawing.text(2, 8, "merges", colour="muted", anchor="start")
    letter = (drawing.width - 38) / len(sentence)
    for row, merges in enumerate(some):
        y = 32 + 34 * row
        tokens = cut(sentence, merges)
        ends = accumulate(map(len, tokens), initial=0)
        drawing.text(28, y, str(merges), colour="muted", anchor="end")
        for token, (start, end) in zip(tokens, pairwise(ends)):
            middle = 36 + letter * (start + end) / 2
            width = letter * (end - start) - 2
            drawing.chip(middle, y, token, width)
    return drawing


alt = (
    "The beginning of the story as a row of tokens, after 0, 3, 12, 40 "
    "and 190 merges: first a token for every character, at the end one "
    "for every word and one for the comma."
)
caption = (
    "Merge by merge: at first, each character is a token; each merge "
    "turns the most frequent pair of neighbours into one token. If "
    "your browser shows a slider, it steps through all the merges."
)
data = {
    "kind": "merges",
    "pieces": pieces(shown, GPT2_SPLIT),
    "merges": [[s.left.decode(), s.right.decode()] for s in steps],
    "times": [step.count for step in steps],
    "left": [len(cut(rain, n)) for n in range(len(steps) + 1)],
    "first": 12,
}
wide, narrow = diagram.Drawing(640, 182), diagram.Drawing(350, 182)
diagram.save(draw(wide), draw(narrow), "steps", alt, caption, data)
