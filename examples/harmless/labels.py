"""Who said what is harmful, in the two phases."""

from pathlib import Path

from lessoncode.training import checkpoints

revised = checkpoints.load("constitutional_ai/revised").arrays
feedback = checkpoints.load("constitutional_ai/feedback").arrays
print("by the model, each seed")
print(f"  answers revised   {len(revised['final_0'])}")
print(f"  pairs compared    {len(feedback['numbers_0'])}")

found = []
recipes = Path(__file__).parent.with_name("constitutional_ai")
for name in ("revised.py", "feedback.py"):
    for line in (recipes / name).read_text("utf-8").splitlines():
        if any(f"law.{f}" in line for f in ("breach", "harm", "mend")):
            found.append(f"  {name}: {line.strip()[:41]}")
print("lines that call the program that knows:", len(found))
print(*found, sep="\n")
