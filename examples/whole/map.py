"""The parts of the one file, and how many lines of code each has."""

import ast
import re

from lessoncode import diagram
from lessoncode.training import checkpoints

source = (checkpoints.EXAMPLES / "whole/lesson.py").read_text("utf-8")
prose = set()  # the lines of docstrings
for node in ast.walk(ast.parse(source)):
    may = isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
    if may and ast.get_docstring(node):
        first = node.body[0]
        prose |= set(range(first.lineno, first.end_lineno + 1))

SAME = {
    "tensor": "gradients",
    "parts": "transformer",
    "comparing": "reward model",
    "judged": "reward model",
}
parts, now = {}, ""
for number, line in enumerate(source.split("\n"), 1):
    if found := re.match(r"# \S+ \[start:(\w+)\]", line):
        now = SAME.get(found[1], found[1])
        parts.setdefault(now, 0)
    code = line.strip() and not line.strip().startswith("#")
    if code and number not in prose:
        parts[now] += 1
rows = [f"{name:13} {n:3}" for name, n in parts.items()]
for tool, training in zip(rows[:5], rows[5:], strict=True):
    print(f"{tool}   {training}")
print(f"{'together':13} {sum(parts.values()):3}")
TOOLS = [
    ("Text, tokens", "text", "lesson/tokens.md"),
    ("Gradients", "gradients", "lesson/pre-training.md"),
    ("Transformer", "transformer", "lesson/inside.md"),
    ("Writing", "write", "lesson/next-token.md"),
    ("The loop", "loop", "lesson/pre-training.md"),
]
PHASES = [
    ("Pre-training", "predict any text", "pre-training"),
    ("Fine-tuning", "predict an answer", "fine-tuning"),
    ("Reward model", "learn what is liked", "alignment"),
    ("Reinforcement", "write what is liked", "alignment"),
]
MADE = ("base model", "assistant", "judge", "policy")
ASKED = "the same question to each model that writes"


def key(title):
    return title.lower().replace("-", "")


def wide():
    drawing = diagram.Drawing(640, 282)
    drawing.text(2, 12, "Five tools", "title", anchor="start")
    for i, (title, name, page) in enumerate(TOOLS):
        place, detail = (2 + 129 * i, 28, 120), f"{parts[name]} lines"
        drawing.box(*place, title, detail, learned=False, link=page)
    drawing.bracket(62, 578, 90)
    drawing.arrow((320, 90), (320, 112))
    words = "serve four stages of training"
    drawing.text(332, 101, words, anchor="start")
    for i, (title, does, page) in enumerate(PHASES):
        left, detail = 2 + 167 * i, f"{parts[key(title)]} lines"
        look = {"learned": False, "link": f"lesson/{page}.md"}
        box = drawing.box(left, 122, 136, title, detail, **look)
        drawing.text(box.x, 182, does, colour="muted")
        drawing.arrow((box.x, 194), (box.x, 216))
        made = drawing.box(left + 12, 216, 112, MADE[i])
        if i < 3:
            turn = left + 151
            on = (turn, made.y), (turn, box.y), (left + 167, box.y)
            drawing.arrow((made.right, made.y), *on)
    drawing.text(320, 268, ASKED, colour="second")
    return drawing


def narrow():
    drawing = diagram.Drawing(350, 574)
    drawing.text(2, 12, "Five tools", "title", anchor="start")
    for i, (title, name, page) in enumerate(TOOLS):
        row, column = divmod(i, 2)
        place = 2 + 176 * column, 28 + 54 * row, 166
        detail = f"{parts[name]} lines"
        drawing.box(*place, title, detail, learned=False, link=page)
    words = "serve four stages of training"
    drawing.text(2, 206, words, "title", anchor="start")
    drawing.text(2, 226, ASKED, colour="second", anchor="start")
    for i, (title, does, page) in enumerate(PHASES):
        top, detail = 242 + 86 * i, f"{parts[key(title)]} lines"
        look = {"learned": False, "link": f"lesson/{page}.md"}
        box = drawing.box(2, top, 196, title, detail, **look)
        drawing.text(2, top + 58, does, colour="muted", anchor="start")
        made = drawing.box(236, top + 8, 112, MADE[i])
        drawing.arrow((box.right, box.y), (made.left, box.y))
        if i < 3:
            on = (made.x, top + 72), (120, top + 72), (120, top + 86)
            drawing.arrow((made.x, made.bottom), *on)
    return drawing


alt = (
    "Five tools, each a part of the file with its number of lines: "
    "tokens, gradients, transformer, writing, the loop. They serve "
    "four stages of training, one after the other: pre-training makes "
    "a base model, fine-tuning an assistant, comparisons a judge, "
    "reinforcement a policy."
)
caption = (
    "The whole lesson in one file: five tools serve four stages of "
    "training, and each stage builds on what earlier ones have made."
)
diagram.save(wide(), narrow(), "map", alt, caption)
