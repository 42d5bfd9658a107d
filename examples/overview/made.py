"""How GPT-3 became InstructGPT: what each phase read and took."""

from itertools import pairwise

from lessoncode import diagram

# Tokens: Brown et al. 2020, arXiv 2005.14165, table 2.1. All else:
# Ouyang et al. 2022, arXiv 2203.02155, table 6 and section 5; what
# their reward model read and took isn't counted. Rounds:
# Llama Team 2024, arXiv 2407.21783. R1-Zero: DeepSeek-AI 2025, arXiv
# 2501.12948.
READ = {
    "pre-training": "300 billion tokens",
    "fine-tuning": "12,725 prompts",
    "alignment": "31,144 prompts",
}
DAYS = 3640, 4.9, 60  # of computing, in petaflop/s-days
SHARES = [days / sum(DAYS) for days in DAYS]
for read, days, share in zip(READ.values(), DAYS, SHARES):
    print(f"{read:18} {days:6,} days  {share:5.1%}")
print("days of computing at a quadrillion")
print("operations per second")

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
        words = f"{share:.1%} of this computing"
        y = box.bottom + 62
        drawing.text(left, y, words, colour="muted", anchor="start")
    return boxes


wide = diagram.Drawing(640, 188)
boxes = phases(wide, 180, [(5, 66), (230, 66), (455, 66)])
for one, two in pairwise(boxes):
    wide.arrow((one.right, one.y), (two.left, two.y))
first, second, third = boxes
out, back = third.x - 50, third.x + 50
over = [(first.x, first.top), (first.x, 12), (back, 12)]
wide.arrow(*over, (back, third.top), line="quiet")
words = "DeepSeek-R1-Zero: no fine-tuning"
wide.text(second.x, 12, words, colour="muted", on_line=True)
over = [(out, third.top), (out, 42), (second.x, 42)]
wide.arrow(*over, (second.x, second.top), line="loop")
words = "Llama 3: six rounds"
middle = (out + second.x) / 2
wide.text(middle, 42, words, colour="second", on_line=True)

narrow = diagram.Drawing(350, 412)
boxes = phases(narrow, 180, [(80, 4), (80, 148), (80, 292)])
for one, two in pairwise(boxes):
    narrow.arrow((one.x, two.top - 20), (one.x, two.top))
first, second, third = boxes
side = [(first.left, first.y), (34, first.y), (34, third.y - 8)]
narrow.arrow(*side, (third.left, third.y - 8), line="quiet")
side = [(third.right, third.y), (306, third.y), (306, second.y)]
narrow.arrow(*side, (second.right, second.y), line="loop")
for x, colour, lines in (
    (34, "muted", ("R1-Zero:", "no fine-", "tuning")),
    (306, "second", ("Llama 3:", "six", "rounds")),
):
    for i, words in enumerate(lines):
        narrow.text(x, 232 + 15 * i, words, colour=colour, on_line=True)

alt = (
    "Three phases in a row: pre-training to predict the next token, "
    "fine-tuning to imitate good answers, alignment to earn a good "
    "rating. Below each is what it read, and a bar shows its share "
    "of the computing: nearly all for the first, next to nothing for "
    "the second, a little for the third. A line leads from alignment "
    "back to fine-tuning: Llama 3 went six rounds. Another leads from "
    "pre-training straight to alignment: DeepSeek-R1-Zero."
)
caption = (
    "Three phases, with InstructGPT's numbers: nearly all of the "
    "computing went into the first. (The training of the model that "
    "rates the answers isn't counted.) Other makers repeat phases, or "
    "leave one out."
)
diagram.save(wide, narrow, "made", alt, caption)
