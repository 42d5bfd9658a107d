"""What you read, and what a model receives of it."""

import tiktoken

from lessoncode import diagram

encoding = tiktoken.get_encoding("cl100k_base")
word = " strawberry"
(token_id,) = encoding.encode(word)
letters = word.strip()
count = letters.count("r")
print(f"you read: {len(letters)} letters, {count} of them r")
print(f"the model receives: {token_id}")
STEPS = {
    22: "you read",
    86: "one token",
    142: "its id",
    204: "one row",
}
NOTES = {
    22: "ten letters, three of them r",
    142: "one number, without letters",
}


def draw(width, left, gap):
    """The letters from `left`, `gap` apart; notes where it is wide."""
    drawing = diagram.Drawing(width, 232)
    for y, name in STEPS.items():
        drawing.text(2, y, name, colour="muted", anchor="start")
    for i, letter in enumerate(letters):
        colour = "second" if letter == "r" else "ink"
        drawing.text(left + gap * i, 22, letter, "title", colour)
    right = left + gap * (len(letters) - 1)
    middle = (left + right) / 2
    drawing.bracket(left - 8, right + 8, 44)
    drawing.arrow((middle, 44), (middle, 72))
    drawing.chip(middle, 86, word)
    drawing.arrow((middle, 100), (middle, 130))
    drawing.text(middle, 142, str(token_id), "code")
    drawing.arrow((middle, 154), (middle, 180))
    table = "the model's table", f"row {token_id}, learned"
    drawing.box(middle - 125, 182, 250, *table)
    if width == 640:
        for y, note in NOTES.items():
            drawing.text(638, y, note, colour="second", anchor="end")
    else:
        note = "no letters"
        drawing.text(2, 160, note, colour="second", anchor="start")
    return drawing


alt = (
    "The letters of strawberry, its three r's in colour, become one "
    "token. The token becomes one number, its id, without letters. The "
    "id picks one row of the model's table."
)
caption = (
    "Letters: only the tokenizer sees them. The model receives a "
    "number, which it uses to look up a row."
)
pictures = draw(640, 110, 32), draw(350, 98, 26)
diagram.save(*pictures, "letters", alt, caption)
