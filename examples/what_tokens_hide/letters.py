"""What you read, and what a model is given of it."""

import tiktoken

from lessoncode import diagram

encoding = tiktoken.get_encoding("cl100k_base")
word = " strawberry"
(token_id,) = encoding.encode(word)
letters = word.strip()
count = letters.count("r")
print(f"you read: {len(letters)} letters, {count} of them r")
print(f"a model gets: {token_id}")

drawing = diagram.Drawing(350, 228)
left, gap = 90, 26
steps = {
    16: "you read",
    80: "one token",
    134: "its id",
    200: "one row",
}
for y, name in steps.items():
    drawing.text(2, y, name, colour="muted", anchor="start")
for i, letter in enumerate(letters):
    colour = "second" if letter == "r" else "ink"
    drawing.text(left + gap * i, 16, letter, "title", colour)
right = left + gap * (len(letters) - 1)
middle = (left + right) / 2
drawing.bracket(left - 8, right + 8, 38)
drawing.arrow((middle, 38), (middle, 66))
drawing.chip(middle, 80, word)
drawing.arrow((middle, 94), (middle, 124))
drawing.text(middle, 134, str(token_id), "code")
drawing.arrow((middle, 146), (middle, 174))
drawing.box(
    left - 4, 176, 250, "the model's table", f"row {token_id}, learned"
)

alt = (
    "The letters of strawberry, its three r's in colour, become one "
    "token; the token becomes one number, its id; and the id picks one "
    "row of a table. Below the token no letter is left."
)
caption = (
    "Three r's and one number: the letters end at the tokenizer; the "
    "model gets an id and looks up a row."
)
diagram.save(None, drawing, "letters", alt, caption)
