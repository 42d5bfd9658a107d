"""LoRA: two thin matrices beside one that stays as it is."""

from lessoncode import diagram
from lessoncode.training import checkpoints

base = checkpoints.load("fine_tuning/base").model
added = checkpoints.load("lora/ranks").arrays
name = "layers.0.gate_up"
w = base.parameters[name].data
a, b = (added[f"addition 0/{name}.{part}"] for part in "ab")
print(f"W {w.shape[0]} by {w.shape[1]}, {w.size:,} numbers: they stay")
print(f"A {a.shape[0]} by {a.shape[1]}, {a.size} numbers: trained")
print(f"B {b.shape[0]} by {b.shape[1]}, {b.size} numbers: trained")


def draw(drawing, x, y, step, half):
    """x goes through W, and through A and B; both are added."""
    start = drawing.text(x, y, "x", "title")
    fork = x + 26
    w_box = drawing.box(fork + step, y - half - 23, 96, "W", "stays")
    a_box = drawing.box(fork + 14, y + half - 23, 62, "A", "trained")
    b_box = drawing.box(
        a_box.right + step, y + half - 23, 62, "B", "trained"
    )
    end = b_box.right + 30
    drawing.arrow((start.right + 6, y), (fork, y), head=False)
    up, down = y - half, y + half
    drawing.arrow((fork, y), (fork, up), (w_box.left, up))
    drawing.arrow((fork, y), (fork, down), (a_box.left, down))
    middle = (a_box.right + b_box.left) / 2
    drawing.arrow((a_box.right, down), (b_box.left, down))
    drawing.text(middle, down - 14, "rank r", colour="muted")
    drawing.arrow((w_box.right, up), (end, up), (end, y - 9))
    drawing.arrow((b_box.right, down), (end, down), (end, y + 9))
    drawing.plus(end, y)
    drawing.arrow((end + 9, y), (end + 40, y))
    drawing.text(end + 46, y, "y", "title", anchor="start")


wide = diagram.Drawing(640, 190)
draw(wide, 120, 95, 90, 55)
narrow = diagram.Drawing(350, 190)
draw(narrow, 12, 95, 52, 55)
alt = (
    "A vector x takes two paths: through the matrix W, which stays "
    "unchanged, and through A and then B, which are trained. Between A "
    "and B, the vector is short: it has as many numbers as the rank. "
    "The sum of the two results is y."
)
caption = (
    "LoRA: the large matrix stays unchanged, and only two thin "
    "matrices beside it are trained."
)
diagram.save(wide, narrow, "addition", alt, caption)
