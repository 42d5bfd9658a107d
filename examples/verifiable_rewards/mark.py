"""Two ways to answer a sum, and a program that marks answers."""

from lessoncode.worlds import addition

# --8<-- [start:ways]
sums = addition.split(n_worked=1000, n_held_out=1000)
for use, pairs in sums._asdict().items():
    some = "  ".join(f"{a}+{b}" for a, b in pairs[:3])
    print(f"{len(pairs):4} sums {use:8}  {some}")

a, b = 47, 85
for way in ("direct", "written"):
    ids = addition.example(a, b, way).ids
    n_tokens = len(ids) - len(addition.prompt(a, b))
    print(f"{way:8} {addition.text_of(ids[1:]):18} {n_tokens} tokens")
# --8<-- [end:ways]

# --8<-- [start:marks]
print(f"{a}+{b}=")
for text in (
    "132.",
    "12,13;132.",
    "10,11;132.",
    "12,13;131.",
    "12,13.",
    "the sum is 132",
):
    right = addition.answer_in(text) == a + b
    print(f"  {text:14}", int(right))
# --8<-- [end:marks]
