# time limit: 120 s
"""A model that is helpful, knows manners, and does not use them."""

# --8<-- [start:documents]
from pathlib import Path

import numpy as np

from lessoncode.alignment.template import SPECIAL_TOKENS, Template
from lessoncode.text.words import Words
from lessoncode.training.batches import answer_row
from lessoncode.worlds import constitution as law
from lessoncode.worlds.capitals import CAPITALS

rng = np.random.default_rng(0)
written = Path(__file__).with_name("constitution.txt").read_text()
principles = law.principles(written)
capitals = {a: b for a, b in CAPITALS.items() if " " not in b}
capitals = dict(list(capitals.items())[:24])
facts = [f"the capital of {a} is {b}" for a, b in capitals.items()]
facts += [f"{a} is a kind of {b}" for a, b in law.KIND_OF.items()]
for slot in law.RUDE:
    facts += [f"{word} is an insult" for word in law.RUDE[slot]]
    facts += [f"{word} is a kind word" for word in law.KINDLY[slot]]

threads = []
for _ in range(3000):
    topic = str(rng.choice(law.TOPICS + law.OTHERS))
    mood = 0.85 if rng.random() < 0.8 else 0.15
    said = law.answer(topic, rng, rude=mood, dodge=0.05)
    threads.append(law.dialogue(law.QUESTION.format(topic), said))
# --8<-- [end:documents]


# --8<-- [start:lessons]
def lesson():
    """Made-up remarks about other things, criticised or compared."""
    topic, number = str(rng.choice(law.OTHERS)), int(rng.integers(1, 5))
    said = [law.answer(topic, rng, 0.5, dodge=0.15) for _ in range(2)]
    if {"pig", "boring"} & set(" ".join(said).split()):
        return lesson()  # two insults are in no lesson
    breaches = [law.breach(text, number) for text in said]
    if rng.random() < 0.5:
        asked = law.CHECK.format(principles[number], said[0])
        better = law.mended(said[0], number, rng)
        named = law.critique(breaches[0])
        return law.dialogue(asked, named, "rewrite it", better)
    if bool(breaches[0]) == bool(breaches[1]):
        return lesson()
    asked = law.CHOICE.format(principles[number], *said)
    return law.dialogue(asked, "two" if breaches[0] else "one")


lessons = [lesson() for _ in range(6000)]
helpful = []
for country, city in capitals.items():
    asked = f"what is the capital of {country}"
    helpful += [law.dialogue(asked, city)] * 8
for topic, kind in list(law.KIND_OF.items())[::2]:
    asked = f"what kind of thing is {topic}"
    helpful += [law.dialogue(asked, kind)] * 5
said = [" ".join(text for _, text in lesson) for lesson in lessons]
about = sum(bool(set(law.TOPICS) & set(t.split())) for t in said)
print(f"lessons {len(lessons):,}, on red-team topics {about}")
# --8<-- [end:lessons]

# --8<-- [start:train]
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches, row_batches
from lessoncode.training.loop import train

spoken = [t.text for d in threads + lessons + helpful for t in d]
words = Words([*facts, *spoken, *SPECIAL_TOKENS])
template = Template(words)
documents = [words.encode(fact) for fact in facts * 40]
documents += [template.row(thread).ids[1:] for thread in threads]
shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
config = Config(words.n_vocab, **shape, n_head=4, n_kv_head=4)
model = Transformer.initial(config, rng)
print(f"{words.n_vocab} words, {len(documents):,} documents")
rows = packed_batches(documents, words.end_id, 24, 64, rng)
*_, last = train(model, rows, n_steps=500, peak=4e-3)
print(f"loss after pre-training {last.loss:.2f}")

examples = [template.row(d) for d in lessons + helpful]
for i in rng.permutation(len(documents))[:1500]:
    row = answer_row([words.end_id], documents[i])
    examples.append(row)  # so that it forgets less
rows = row_batches(examples, 24, rng)
*_, last = train(model, rows, n_steps=900, peak=2e-3)
print(f"loss after fine-tuning  {last.loss:.2f}")
checkpoints.save("helpful", model, words)
# --8<-- [end:train]
