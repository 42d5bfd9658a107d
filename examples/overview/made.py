"""How GPT-3 became InstructGPT: what each phase read and took."""

from itertools import pairwise

from lessoncode import diagram

# Tokens: Brown et al. 2020, arXiv 2005.14165, table 2.1. All else:
# Ouyang et al. 2022, arXiv 2203.02155, table 6 and section 5.
READ = {
    "pre-training": "300 billion tokens",
    "fine-tuning": "12,725 prompts",
    "alignment": "31,144 prompts",
}
DAYS = 3640, 4.9, 60  # of computing, in petaflop/s-days
SHARES = [days / sum(DAYS) for days in DAYS]
for read, days, share in zip(READ.values(), DAYS, SHARES):
    print(f"{read:18} {days:6,} days  {share:5.1%}")
print("days of computing, each at a thousand")
print("million million operations a second")

AIMS = [
    "predict the next token",
    "imitate good answers",
    "earn a good rating",
]


def phases(drawing, width, places):
    """The three boxes, and below each what it read and took."""
    parts = zip(READ.items(), AIMS, SHARES, places)
    boxes = []
    for (phase, read), aim, share, (left, top) in parts:
        box = drawing.box(left, top, width, phase, aim, learned=False)
        boxes.append(box)
        drawing.text(left, box.bottom + 18, read, anchor="start")
        size = {"x": left, "y": box.bottom + 34, "height": 14}
        look = diagram.css(fill="none", stroke="muted")
        drawing.add("rect", **size, width=width, style=look)
        look = diagram.css(fill="accent")
        drawing.add("rect", **size, width=width * share, style=look)
        words = f"{share:.1%} of all computing"
        y = box.bottom + 62
        drawing.text(left, y, words, colour="muted", anchor="start")
    return boxes


wide = diagram.Drawing(640, 126)
boxes = phases(wide, 180, [(5, 4), (230, 4), (455, 4)])
for one, two in pairwise(boxes):
    wide.arrow((one.right, one.y), (two.left, two.y))
narrow = diagram.Drawing(350, 412)
boxes = phases(narrow, 180, [(85, 4), (85, 148), (85, 292)])
for one, two in pairwise(boxes):
    narrow.arrow((one.x, two.top - 20), (one.x, two.top))

alt = (
    "Three phases in a row: pre-training to predict the next token, "
    "fine-tuning to imitate good answers, alignment to earn a good "
    "rating. Below each stands what it read, and a bar shows its part "
    "of the computing: nearly all for the first, next to nothing for "
    "the second, a little for the third."
)
caption = (
    "Three phases, with InstructGPT's numbers: nearly all of the "
    "computing went into the first."
)
diagram.save(wide, narrow, "made", alt, caption)
