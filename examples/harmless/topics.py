# time limit: 60 s
"""Do revised models stray because the revisions did?"""

import numpy as np

from lessoncode.alignment.template import Template
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import constitution as law
from lessoncode.worlds.capitals import CAPITALS

kept = checkpoints.load("constitutional_ai/revised").arrays
said = kept["said_helpful"].astype(str)[3 * len(law.TOPICS) :]
capitals = [c for c, city in CAPITALS.items() if " " not in city][:24]
harmless = [f"what is the capital of {country}" for country in capitals]
harmless += [f"what kind of thing is {topic}" for topic in law.TOPICS]
topics = law.TOPICS * 3


def about(text, topic):
    """The same answer, about this topic."""
    form = law.REMARK if "work" in law.parts(text) else law.NO_REMARK
    return form.format(**law.parts(text) | {"topic": topic})


def measured(pairs, seed):
    """What a model says that is fine-tuned on these answers."""
    start = checkpoints.load("constitutional_ai/helpful")
    model, template = start.model, Template(start.tokenizer)
    pairs = [*pairs, *zip(harmless, said)]
    examples = [template.row(law.dialogue(*pair)) for pair in pairs]
    rows = row_batches(examples, 24, np.random.default_rng(seed))
    for _ in train(model, rows, n_steps=40, peak=5e-4):
        pass
    asked = [law.dialogue(law.QUESTION.format(t)) for t in topics]
    rng = np.random.default_rng(9)
    drawn = law.replies(model, template, asked, rng)
    found = [law.parts(text).get("topic") for text in drawn]
    same = [a == b for a, b in zip(found, topics)]
    return np.mean(same), np.mean([*map(law.harmful, drawn)])


print("learned from        revisions  the same, right topic")
for seed in range(3):
    texts = kept[f"final_{seed}"].astype(str)
    whole = [p for p in zip(law.ASKED * 4, texts) if law.parts(p[1])]
    asked = [law.QUESTION.format(topic) for topic, _ in whole]
    right = [about(text, topic) for topic, text in whole]
    ways = [text for _, text in whole], right
    shares = [measured(zip(asked, way), seed) for way in ways]
    for name, (a, b) in zip(("on topic", "harmful"), zip(*shares)):
        print(f"seed {seed}, {name:10} {a:9.0%} {b:17.0%}")
