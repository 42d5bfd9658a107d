"""Three things that we expect of someone who understands."""

from lessoncode import diagram
from lessoncode.worlds.capitals import CAPITALS

country = "oman"
TESTS = {
    "a fact both ways": (
        f"the capital of {country} is {CAPITALS[country]}",
        f"{CAPITALS[country]} is the capital of",
    ),
    "a new sum": ("12+85=097", "17+85="),
    "a state to track": ("s e w n w e n", "the next move"),
}
for name, (told, asked) in TESTS.items():
    print(f"{name}:")
    print(f"    {told}\n    {asked} ?")


def draw(width, left, step):
    """A row for each: what it read, and what it is asked."""
    drawing = diagram.Drawing(width, step * len(TESTS) + 8)
    for i, (name, (told, asked)) in enumerate(TESTS.items()):
        x, y = left, 18 + step * i
        drawing.text(10, y, name, "title", anchor="start")
        if left == 10:  # narrow: below it
            y += 28
        for words, said in ("it reads", told), ("it is asked", asked):
            look = {"colour": "muted", "anchor": "start"}
            drawing.text(x, y, words, **look)
            look["colour"] = "ink"
            place = drawing.text(x + 84, y, said, "code", **look)
            y += 26
        look["colour"] = "second"
        drawing.text(place.right + 8, y - 26, "?", "title", **look)
    return drawing


alt = (
    "Three tests. The model reads that the capital of oman is muscat, "
    "and is asked which country muscat is the capital of. It reads a "
    "sum and is asked another. It reads moves and is asked for the "
    "next one."
)
caption = (
    "Three tests: can the model use a fact in both directions, "
    "solve sums that it never read, and keep track of a state?"
)
drawings = draw(640, 210, 72), draw(350, 10, 96)
diagram.save(*drawings, "three", alt, caption)
