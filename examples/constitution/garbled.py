"""What the count of harm cannot see, and words no lesson named."""

# --8<-- [start:garbled]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law

kept = checkpoints.load("constitution/revised").arrays
kept |= checkpoints.load("constitution/feedback").arrays
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
print("learned from  on topic")
asked = np.array(law.ASKED * 4)
for seed in range(3):
    texts = kept[f"final_{seed}"].astype(str)
    about = [law.parts(text).get("topic") for text in texts]
    share = (asked == np.array(about, str)).mean()
    print(f"seed {seed}  {share:13.2f}")
# --8<-- [end:revisions]

# --8<-- [start:unnamed]
decided = right = 0
for seed in range(3):
    first, second = kept[f"pairs_{seed}"].astype(str)
    p = kept[f"p_{seed}"]
    label = (p[0] + 1 - p[1]) / 2
    numbers = kept[f"numbers_{seed}"].tolist()
    for a, b, number, q in zip(first, second, numbers, label):
        one, two = law.breach(a, number), law.breach(b, number)
        if not (one and two) and {"pig", "boring"} & {one, two}:
            decided += 1
            right += (q > 0.5) == bool(two)
print("pairs that pig or boring decided:", decided)
print("judged rightly:", right)
# --8<-- [end:unnamed]
