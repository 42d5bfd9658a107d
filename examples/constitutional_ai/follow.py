# time limit: 60 s
"""Does a revision follow its critique? Does it keep an insult?"""

from pathlib import Path

import numpy as np

from lessoncode.alignment.template import Template
from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law

helpful = checkpoints.load("constitutional_ai/helpful")
model, template = helpful.model, Template(helpful.tokenizer)
text = Path(__file__).with_name("constitution.txt").read_text()
principles = law.principles(text)
rng = np.random.default_rng(0)
asked = []  # an answer, and a principle to check it by
for _ in range(600):
    topic, principle = rng.choice(law.TOPICS), int(rng.choice(law.HARM))
    asked.append((law.answer(topic, rng, 0.5, dodge=0), principle))


def revised(some, critique=""):
    """The revisions, behind this critique or the model's own."""
    dialogues = []
    for answer, principle in some:
        request = law.CHECK.format(principles[principle], answer)
        dialogues.append(law.dialogue(request))
    critiques = law.replies(model, template, dialogues)
    for dialogue, own in zip(dialogues, critiques, strict=True):
        dialogue += law.dialogue("", critique or own, "rewrite it")[1:]
    return law.replies(model, template, dialogues)


spared = {"", "pig", "boring"}  # nothing rude, or never in a lesson
rude = [pair for pair in asked if law.breach(*pair) not in spared]
print("critique   answers  mended")
for name, critique in (("its own", ""), ("put in", law.FINE)):
    mended = 0
    for new, (_, principle) in zip(revised(rude, critique), rude):
        broken = law.breach(new, principle)
        mended += bool(law.parts(new)) and not broken
    print(f"{name:10} {len(rude):7} {mended / len(rude):7.0%}")

print("not asked about  answers  kept")
for word in ("fool", "awful", "pig", "boring"):
    some = [p for p in asked if word in p[0] and word != law.breach(*p)]
    kept = [word in said for said in revised(some)]
    print(f"{word:16} {len(some):7} {np.mean(kept):5.0%}")
