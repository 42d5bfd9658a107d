"""One turn of writing: predict, draw, put at the end."""

# --8<-- [start:drawing]
from lessoncode import diagram


def ring(text, size, rows, drawn):
    """From the text to the drawn word, and round to the text."""
    begun, more = "the cat", text.removeprefix("the cat ")
    detail = f"{size:,} trained numbers"

    wide = diagram.Drawing(640, 196)
    wide.text(64, 103, begun, "read")
    wide.text(64, 129, more, "read")
    model = wide.box(154, 93, 184, "the model", detail)
    wide.arrow((122, model.y), (model.left, model.y))
    wide.arrow((model.right, model.y), (378, model.y))
    bars = wide.bars(454, 72, rows, longest=76)
    chip = wide.chip(606, 72, drawn, colour="second")
    wide.arrow((560, 72), (chip.left, 72), line="loop")
    loop = (chip.x, chip.top), (chip.x, 24), (64, 24), (64, 88)
    wide.arrow(*loop, line="loop")
    said = "one word is drawn, and put at the end"
    wide.text(330, 24, said, colour="second", on_line=True)
    wide.text(bars.left, 184, "its probabilities", anchor="start")

    narrow = diagram.Drawing(320, 336)
    shown = narrow.text(120, 20, text, "read")
    model = narrow.box(28, 62, 184, "the model", detail)
    narrow.arrow((120, 36), (120, model.top))
    narrow.arrow((120, model.bottom), (120, 146))
    narrow.text(132, 128, "its probabilities", anchor="start")
    narrow.bars(120, 166, rows, longest=76)
    narrow.arrow((120, 268), (120, 300), line="loop")
    said = {"colour": "second", "anchor": "start"}
    narrow.text(132, 282, "one is drawn", **said)
    chip = narrow.chip(120, 312, drawn, colour="second")
    end = shown.right + 6, 20
    loop = (chip.right, 312), (304, 312), (304, 20), end
    narrow.arrow(*loop, line="loop")
    said = "and put at the end"
    narrow.text(220, 312, said, colour="second", on_line=True)

    alt = (
        "A ring. The text goes to the model, which gives every word a "
        "probability, drawn as a bar. One word is drawn by these, put "
        "at the end of the text, and the text goes round again."
    )
    caption = (
        "One turn of writing: the model gives every word a "
        "probability, one word is drawn, and the longer text goes "
        "round again."
    )
    diagram.save(wide, narrow, "turn", alt, caption)
# --8<-- [end:drawing]


# --8<-- [start:turn]
import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
rng = np.random.default_rng(0)

text = "the cat sat on the"
p = next_token_probabilities(model([words.prompt(text)]).data[0, -1])
drawn = words.words[rng.choice(words.n_vocab, p=p)]

shown = "mat", "sofa", "dog", "roof"
rows = [(word, p[words.encode(word)[0]]) for word in shown]
rest = 1 - sum(share for _, share in rows)
rows.append((f"{words.n_vocab - len(rows)} others", rest))
for word, share in rows:
    print(f"{word:9} {share:6.3f}")
print("drawn:", drawn)
print(f"numbers in the model: {model.n_parameters:,}")
ring(text, model.n_parameters, rows, drawn)
# --8<-- [end:turn]
