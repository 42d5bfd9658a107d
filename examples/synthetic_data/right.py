"""A teacher, a student of all its answers, one of the right ones."""

from lessoncode.training import checkpoints

scores = checkpoints.load("synthetic_data/filtered").arrays["scores"]
print("right, of 1,000 sums that nobody had learned")
print("        teacher  of all  of right")
for seed, (teacher, every, right) in enumerate(scores):
    print(f"seed {seed}{teacher:9.3f} {every:7.3f} {right:9.3f}")
