# time limit: 120 s
"""Two more helpful models: other examples, another start."""

from pathlib import Path

import numpy as np

from lessoncode.alignment.template import SPECIAL_TOKENS, Template
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import (
    answer_row,
    packed_batches,
    row_batches,
)
from lessoncode.training.loop import train
from lessoncode.worlds import constitution as law
from lessoncode.worlds.capitals import CAPITALS

written = Path(__file__).with_name("constitution.txt").read_text()
principles = law.principles(written)
capitals = {a: b for a, b in CAPITALS.items() if " " not in b}
capitals = dict(list(capitals.items())[:24])
facts = [f"the capital of {a} is {b}" for a, b in capitals.items()]
facts += [f"{a} is a kind of {b}" for a, b in law.KIND_OF.items()]
for slot in law.RUDE:
    facts += [f"{word} is an insult" for word in law.RUDE[slot]]
    facts += [f"{word} is a kind word" for word in law.KINDLY[slot]]
harmless = []
for country, city in capitals.items():
    asked = f"what is the capital of {country}"
    harmless += [law.dialogue(asked, city)] * 8
for topic, kind in list(law.KIND_OF.items())[::2]:
    asked = f"what kind of thing is {topic}"
    harmless += [law.dialogue(asked, kind)] * 5


def thread(rng):
    """A question and an answer from the rough forum."""
    topic = str(rng.choice(law.TOPICS + law.OTHERS))
    mood = 0.85 if rng.random() < 0.8 else 0.15
    said = law.answer(topic, rng, rude=mood, dodge=0.05)
    return law.dialogue(law.QUESTION.format(topic), said)


def lesson(rng):
    """Made-up remarks about other things, criticised or compared."""
    topic, number = str(rng.choice(law.OTHERS)), int(rng.integers(1, 5))
    said = [law.answer(topic, rng, 0.5, dodge=0.15) for _ in range(2)]
    if {"pig", "boring"} & set(" ".join(said).split()):
        return lesson(rng)  # two insults are in no lesson
    breaches = [law.breach(text, number) for text in said]
    if rng.random() < 0.5:
        asked = law.CHECK.format(principles[number], said[0])
        better = law.mended(said[0], number, rng)
        named = law.critique(breaches[0])
        return law.dialogue(asked, named, "rewrite it", better)
    if bool(breaches[0]) == bool(breaches[1]):
        return lesson(rng)
    asked = law.CHOICE.format(principles[number], *said)
    return law.dialogue(asked, "two" if breaches[0] else "one")


def helpful(rng):
    """Trained as the first one: the model, its words, its losses."""
    threads = [thread(rng) for _ in range(3000)]
    taught = [lesson(rng) for _ in range(6000)] + harmless
    spoken = [t.text for d in threads + taught for t in d]
    words = Words([*facts, *spoken, *SPECIAL_TOKENS])
    template = Template(words)
    documents = [words.encode(fact) for fact in facts * 40]
    documents += [template.row(thread).ids[1:] for thread in threads]
    shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
    config = Config(words.n_vocab, **shape, n_head=4, n_kv_head=4)
    model = Transformer.initial(config, rng)
    rows = packed_batches(documents, words.end_id, 24, 64, rng)
    *_, before = train(model, rows, n_steps=500, peak=4e-3)
    examples = [template.row(d) for d in taught]
    for i in rng.permutation(len(documents))[:1500]:
        row = answer_row([words.end_id], documents[i])
        examples.append(row)  # so that it forgets less
    rows = row_batches(examples, 24, rng)
    *_, after = train(model, rows, n_steps=900, peak=2e-3)
    return model, words, (before.loss, after.loss)


# --8<-- [start:again]
models = []
for seed in (1, 2):
    model, words, losses = helpful(np.random.default_rng(seed))
    print(f"seed {seed}: losses", *(f"{loss:.2f}" for loss in losses))
    models.append(model)
# --8<-- [end:again]

parameters = models[1].parameters.items()
second = {name: p.data.astype(np.float16) for name, p in parameters}
checkpoints.save("again", models[0], words, **second)
