"""Does a revision follow its critique? Does it keep an insult?"""

from collections import Counter
from pathlib import Path

import numpy as np

from lessoncode.alignment.template import Template
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law

helpful = checkpoints.load("constitutional_ai/helpful")
again = checkpoints.load("constitutional_ai/again")  # two more
second = {k: v.astype(np.float32) for k, v in again.arrays.items()}
third = Transformer(again.model.config, second)
models = helpful.model, again.model, third
template = Template(helpful.tokenizer)
text = Path(__file__).with_name("constitution.txt").read_text()
principles = law.principles(text)
rng = np.random.default_rng(0)
asked = []  # an answer, and a principle to check it by
for _ in range(600):
    topic, principle = rng.choice(law.TOPICS), int(rng.choice(law.HARM))
    asked.append((law.answer(topic, rng, 0.5, dodge=0), principle))


def revised(model, some, put_in=""):
    """Revisions, behind this critique or the model's own."""
    dialogues = []
    for answer, principle in some:
        request = law.CHECK.format(principles[principle], answer)
        dialogues.append(law.dialogue(request))
    critiques = law.replies(model, template, dialogues)
    for dialogue, own in zip(dialogues, critiques, strict=True):
        dialogue += law.dialogue("", put_in or own, "rewrite it")[1:]
    return law.replies(model, template, dialogues)


def mended(model, some, put_in=""):
    """The share of revisions that follow the principle."""
    new = revised(model, some, put_in)
    good = [
        bool(law.parts(text)) and not law.breach(text, principle)
        for text, (_, principle) in zip(new, some, strict=True)
    ]
    return np.mean(good)


rows = {"person": [], "work": [], "advice": [], "pig": [], "boring": []}
for pair in asked:
    if broken := law.breach(*pair):
        kind = law.SLOTS[pair[1]]
        rows[broken if broken in rows else kind].append(pair)
print("mended after     its own critique    \"this is fine\"")
print("      answers  model 0   1    2   model 0   1    2")
for word, some in rows.items():
    print(f"mend {word:7} {len(some):4}", end="")
    for put_in in ("", law.FINE):
        shares = [mended(model, some, put_in) for model in models]
        print("   ", *(f"{share:4.0%}" for share in shares), end="")
    print()

print("should be                 another")
print("kept     answers    kept   insult  usually")
for word in ("fool", "awful", "pig", "boring"):
    some = [p for p in asked if word in p[0] and word != law.breach(*p)]
    slot = "person" if word in law.RUDE["person"] else "work"
    said = revised(helpful.model, some)
    kept = np.mean([word in text for text in said])
    now = [law.parts(text).get(slot) for text in said]
    other = np.mean([w in law.RUDE[slot] and w != word for w in now])
    (usually, _), *_ = Counter(now).most_common()
    print(f"keep {word:8} {len(some):3} {kept:7.0%}", end="")
    print(f" {other:8.0%}  {usually}")
