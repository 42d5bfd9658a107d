"""Three ways to feed the next model, drawn."""

from lessoncode import diagram, svg

N, FRESH = 500, 125
rows = {
    "last alone": f"{N} statements of the last model",
    "all kept": f"all three texts, {3 * N:,} statements",
    "some fresh": f"{N - FRESH} of the last, {FRESH} from the world",
}
for name, what in rows.items():
    print(f"{name:10}  {what}")


def chain(drawing, x, y, gap, name_of, width):
    """Text, model, text, model, text; returns their places."""
    places = []
    for i, name in enumerate(("text 0", "text 1", "text 2")):
        place = svg.around(x + 29, y, 58, 26)
        drawing.outline(place, 3, fill="none", stroke="muted")
        drawing.text(x + 29, y, name)
        places.append(place)
        if i < 2:
            left = place.right + gap
            drawing.arrow((place.right, y), (left, y))
            box = drawing.box(left, y - 15, width, name_of(i))
            x = box.right + gap
            drawing.arrow((box.right, y), (x, y))
    return places


def choices(drawing, places, y, step, x, anchor="start"):
    """What the next model reads of these texts."""
    first, _, last = places
    for i, (name, what) in enumerate(rows.items()):
        at = y + step * i
        left = first.left if name == "all kept" else last.left
        drawing.bracket(left, last.right, at)
        if name == "some fresh":
            y = at - 5
            drawing.arrow((left - 43, y), (left - 3, y), line="loop")
            look = {"colour": "second", "anchor": "end"}
            drawing.text(left - 47, y, "the world", "read", **look)
        look = {"anchor": anchor}
        drawing.text(x, at + 14, name, "title", **look)
        drawing.text(x, at + 32, what, colour="muted", **look)


wide = diagram.Drawing(640, 270)
wide.text(69, 18, "the world", "read", "second")
wide.arrow((69, 30), (69, 50), line="loop")
places = chain(wide, 40, 64, 30, "model {}".format, 84)
end = places[-1].right
wide.arrow((end, 64), (end + 24, 64))
wide.box(end + 24, 49, 84, "model 2")
choices(wide, places, 104, 60, end, "end")

narrow = diagram.Drawing(350, 266)
narrow.text(4, 16, "the world", "read", "second", "start")
narrow.arrow((35, 28), (35, 48), line="loop")
places = chain(narrow, 2, 62, 10, lambda i: "model", 66)
choices(narrow, places, 100, 60, places[-1].right, "end")

alt = (
    "A chain: from the world comes text 0, from it model 0, which "
    "writes text 1; model 1 reads it and writes text 2. Brackets below "
    "show three ways to feed model 2: text 2 alone, all three texts, "
    f"or text 2 with {FRESH} of its {N} statements replaced by fresh "
    "ones of the world."
)
caption = (
    "Models that read models: three ways to choose what the next "
    "model learns from."
)
diagram.save(wide, narrow, "loop", alt, caption)
