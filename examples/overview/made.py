"""How GPT-3 became InstructGPT: what each phase read and took."""

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
print("             read               petaflop/s-days")
for (phase, read), days, share in zip(READ.items(), DAYS, SHARES):
    print(f"{phase:12} {read:18} {days:6,} {share:8.1%}")

AIMS = [
    "predict the next token",
    "imitate good answers",
    "earn a good rating",
]
MUTED = {"colour": "muted", "anchor": "start"}


def computing(drawing, y, width):
    """What the phases took, and one bar that is divided so."""
    words = "InstructGPT's computing:"
    drawing.text(5, y - 13, words, "title", anchor="start")
    left = 5
    for share, colour in zip(SHARES, ("muted", "ink", "accent")):
        size = {"x": left, "y": y, "width": share * width, "height": 14}
        drawing.add("rect", **size, style=diagram.css(fill=colour))
        left += share * width


def phases(drawing, width, places):
    """The three boxes, and below each what it read and took."""
    parts = zip(READ.items(), AIMS, SHARES, places)
    boxes = []
    for (phase, read), aim, share, (left, top) in parts:
        box = drawing.box(left, top, width, phase, aim, learned=False)
        below = box.bottom + (14 if drawing.width < 640 else 60)
        drawing.text(box.x, below, read)
        words = f"{share:.1%} of the computing"
        drawing.text(box.x, below + 18, words, colour="muted")
        boxes.append(box)
    return boxes


wide = diagram.Drawing(640, 252)
one, two, three = phases(wide, 180, [(5, 48), (230, 48), (455, 48)])
wide.arrow((one.right, one.y), (two.left, two.y))
wide.arrow((two.right, two.y), (three.left, three.y))
for start, end, y, out, words in (
    (three, two, 14, 48, "Llama 3: six times round"),
    (one, three, 128, 94, "DeepSeek-R1-Zero: no fine-tuning"),
):
    path = (start.x, out), (start.x, y), (end.x, y), (end.x, out)
    wide.arrow(*path)
    middle = (start.x + end.x) / 2
    wide.text(middle, y, words, colour="muted", on_line=True)
computing(wide, 226, 630)

narrow = diagram.Drawing(350, 376)
places = [(86, 4), (86, 120), (86, 236)]
one, two, three = phases(narrow, 178, places)
for box in (two, three):
    narrow.arrow((box.x, box.top - 24), (box.x, box.top))
sides = (three, two, 264, 340), (one, three, 86, 8)
for start, end, near, far in sides:
    path = (near, start.y), (far, start.y), (far, end.y), (near, end.y)
    narrow.arrow(*path)
for i, words in enumerate(["Llama 3:", "six times", "round"]):
    narrow.text(276, 186 + 17 * i, words, **MUTED)
past = "DeepSeek-", "R1-Zero:", "no fine-", "tuning"
for i, words in enumerate(past):
    narrow.text(14, 61 + 17 * i, words, **MUTED)
computing(narrow, 358, 340)

alt = (
    "Three phases in a row: pre-training to predict the next token, "
    "fine-tuning to imitate good answers, alignment to earn a good "
    "rating. An arrow leads back from alignment to fine-tuning, for "
    "Llama 3, another past fine-tuning, for DeepSeek-R1-Zero. Nearly "
    "all of InstructGPT's computing went into the first phase."
)
caption = (
    "Three phases: nearly all of InstructGPT's computing went into the "
    "first; other models went round, or past one."
)
diagram.save(wide, narrow, "made", alt, caption)
