"""The command `lessoncode exercise`: list exercises, hand one out, grade it, give a hint.

    $ lessoncode exercise tokens-1 --hint 1

A reader's answers are files in the folder `answers/` of the project, which git ignores.
"""

from pathlib import Path

from lessoncode.grading.answer import Broken, read
from lessoncode.grading.exercise import Exercise, find, load_all
from lessoncode.grading.grade import grade
from lessoncode.grading.show import table

ANSWERS = "answers"


def main(root: Path, name: str | None, hint: int | None) -> int:
    """List the exercises, or work on one; return the exit code, 1 for a wrong answer."""
    right, text = reply(root, name, hint)
    print(text)
    return 0 if right else 1


def reply(root: Path, name: str | None, hint: int | None) -> tuple[bool, str]:
    """False if a wrong answer was graded, else True, and the text to print."""
    if name is None:
        return True, listed(root)
    it = find(name)
    if hint is not None:
        return True, hinted(it, hint)
    file = answer_file(root, it)
    return graded(it, file) if file.exists() else (True, handed_out(it, file))


def answer_file(root: Path, it: Exercise) -> Path:
    """The path of the reader's answer to an exercise."""
    return root / ANSWERS / f"{it.name.replace('-', '_')}.py"


def listed(root: Path) -> str:
    """Every exercise with its task; a star marks those that have been started."""
    rows = []
    for it in load_all():
        star = "*" if answer_file(root, it).exists() else " "
        rows.append((f"{star} {it.name}", it.task))
    advice = [("start one", "lessoncode exercise NAME"), ("marked *", f"started, in {ANSWERS}/")]
    return f"{table(rows)}\n\n{table(advice)}"


def handed_out(it: Exercise, file: Path) -> str:
    """Write the file that the reader fills in; return what to print."""
    file.parent.mkdir(exist_ok=True)
    with file.open("x", encoding="utf-8") as new:
        new.write(it.stub)
    path = f"{ANSWERS}/{file.name}"
    advice = [
        ("read about it", it.page),
        ("then grade it", f"lessoncode exercise {it.name}"),
        ("for a hint", f"lessoncode exercise {it.name} --hint 1"),
    ]
    task = "\n".join(f"    {line}".rstrip() for line in it.stub.split("\n"))
    return f"{path} is ready for your answer:\n\n{task.rstrip()}\n\n{table(advice)}"


def hinted(it: Exercise, number: int) -> str:
    """One hint, and how to get the next. Raises ValueError for a number beyond the last."""
    if not 1 <= number <= len(it.hints):
        raise ValueError(f"{it.name} has hints 1 to {len(it.hints)}")
    after = f"lessoncode exercise {it.name} --hint {number + 1}"
    last = f"the solution, at the end of {it.page}"
    following = after if number < len(it.hints) else last
    return f"{it.hints[number - 1]}\n\n{table([('next', following)])}"


def graded(it: Exercise, file: Path) -> tuple[bool, str]:
    """Whether the answer in a file is right, and the verdict with the command to type next."""
    path, wanted = f"{ANSWERS}/{file.name}", it.oracle.__name__
    try:
        function = read(file.read_bytes(), str(file), wanted)
    except Broken as broken:
        return False, "\n\n".join(filter(None, [f"{path} {broken.what}", broken.traceback]))
    if function is None:
        return False, f"{path} doesn't define a function {wanted}; delete the file to start over"
    right, text = grade(it.name, function)
    advice = [
        ("grade it again", f"lessoncode exercise {it.name}"),
        ("for a hint", f"lessoncode exercise {it.name} --hint 1"),
    ]
    if right:
        names = [other.name for other in load_all()]
        following = names[names.index(it.name) + 1 :]
        advice = [("that was the last; list all", "lessoncode exercise")]
        if following:
            advice = [("next", f"lessoncode exercise {following[0]}")]
    return right, f"{text}\n\n{table(advice)}"
