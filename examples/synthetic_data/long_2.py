# time limit: 120 s
"""Both students of the third teacher, through 3,000 steps."""

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition
from lessoncode.worlds.copied_sums import race

sums = addition.split(n_worked=1000, n_held_out=1000)
teachers = models_of(checkpoints.load("verifiable_rewards/base"))
teacher = teachers["direct 2"]
model, arrays = race(teacher, sums, 2, n_steps=3000, n_look=500)

print("answers read by each student:", arrays["n"])
print(
    f"teacher {100 * arrays['teacher']:.1f}% right; "
    "after 500, 1,000 ..."
)
for name in ("all", "right"):
    shares = (f"{100 * share:5.1f}%" for share in arrays[name])
    print(f"{name:5}", *shares)
greedy = (f"{100 * share:.1f}%" for share in arrays["greedy"])
print("most likely answers:", *greedy)
checkpoints.save("long_2", model, addition.SIGNS, **arrays)
