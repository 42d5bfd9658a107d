"""Who said what is harmful, in the two phases."""

from pathlib import Path

from lessoncode.training import checkpoints

revised = checkpoints.load("constitution/revised").arrays
feedback = checkpoints.load("constitution/feedback").arrays
print("by the model, each seed")
print(f"  answers revised   {len(revised['final_0'])}")
print(f"  pairs compared    {len(feedback['numbers_0'])}")

print("lines that call the program that knows")
for name in ("revised.py", "feedback.py"):
    source = Path(__file__).with_name(name).read_text("utf-8")
    for line in source.splitlines():
        if any(f"law.{f}" in line for f in ("breach", "harm", "mend")):
            print(f"  {name}: {line.strip()[:41]}")
