"""What the count of harm cannot see, and what revisions were about."""

# --8<-- [start:garbled]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law

kept = checkpoints.load("constitutional_ai/revised").arrays
kept |= checkpoints.load("constitutional_ai/feedback").arrays
models = {
    "helpful": "said_helpful",
    "revised": "said_mixed",
    "feedback": "said_feedback",
    "both": "said_both",
}
rude = {word for words in law.RUDE.values() for word in words}
n_drawn = 3 * len(law.TOPICS)
print("of", n_drawn, "answers  garbled  with a rude word")
for name, key in models.items():
    counts = []
    for said in (v for k, v in kept.items() if k.startswith(key)):
        drawn = said[:n_drawn].astype(str)
        odd = [text for text in drawn if not law.parts(text)]
        bad = sum(any(word in text for word in rude) for text in odd)
        counts.append((len(odd), bad))
    low, high = np.min(counts, 0), np.max(counts, 0)
    row = [f"{a} to {b}" for a, b in zip(low, high)]
    print(f"{name:14}", "{:>10} {:>17}".format(*row))
# --8<-- [end:garbled]

# --8<-- [start:revisions]
print("on topic  original answers  final revisions")
asked = np.array(law.ASKED * 4)
for seed in range(3):
    shares = []
    for stage in ("first", "final"):
        texts = kept[f"{stage}_{seed}"].astype(str)
        about = [law.parts(text).get("topic") for text in texts]
        shares.append((asked == np.array(about, str)).mean())
    print(f"seed {seed}  {shares[0]:18.0%}  {shares[1]:15.0%}")
# --8<-- [end:revisions]
