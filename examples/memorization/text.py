"""Two texts, their first words, and what a model makes of them."""

from lessoncode import diagram
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.text.tokenizer import END
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of

# --8<-- [start:ended]
saved = checkpoints.load("memorization/read")
words, arrays = saved.tokenizer, saved.arrays
model = models_of(saved)["0"]
rows = []
for n, comes_back in ((64, True), (1, False)):
    said = arrays["said"][1, 0]  # of the middle size, the first start
    fits = (arrays["times"] == n) & (said == comes_back)
    text = arrays["texts"][0][fits][0].tolist()
    prompt = [words.end_id, *text[:4]]
    rest = generate(model, prompt, 8, sampling=GREEDY)
    parts = [words.decode(x) for x in (text[:4], text[4:], rest)]
    parts = [part.replace(END, "(end)") for part in parts]
    given, goes_on, says = (part.split() for part in parts)
    print(f"copies: {n:2}", *given, "...")
    for name, eight in (("the text", goes_on), ("it says", says)):
        print(f"  {name:8}", *eight[:4])
        print(" " * 10, *eight[4:])
    rows.append((n, given, goes_on, says))
# --8<-- [end:ended]


def panel(drawing, left, y, n, given, text, said):
    """One text: what is given, how it goes on, what is said."""

    def write(x, y, word, style="plain", colour="ink"):
        look = {"colour": colour, "anchor": "start"}
        drawing.text(x, y, word, style, **look)

    often = "once" if n == 1 else f"{n} times"
    write(left, y, f"in the corpus {often}", "title")
    parts = ("given", given), ("how the text continues", text)
    for what, shown in (*parts, ("what the model says", said)):
        y += 30
        write(left, y, what, colour="muted")
        for i, word in enumerate(shown):
            y += 20 * (i % 4 == 0)
            same = shown is not said or word == text[i]
            judged = "accent" if same else "second"
            colour = judged if shown is said else "ink"
            write(left + 76 * (i % 4), y, word, colour=colour)


wide = diagram.Drawing(640, 228)
narrow = diagram.Drawing(350, 460)
for i, row in enumerate(rows):
    panel(wide, 10 + 326 * i, 14, *row)
    panel(narrow, 10, 14 + 232 * i, *row)
alt = (
    "Two texts of twelve random words. A model gets the first four "
    "words of each. It says all eight others of the text that was "
    "in its corpus often. For the text that was there once, it says "
    "different words."
)
caption = (
    "By heart: the text with many copies comes back word for word, "
    "and the text with a single copy does not."
)
diagram.save(wide, narrow, "text", alt, caption)
