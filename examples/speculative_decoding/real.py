# time limit: 100 s
"""SmolLM2 with guesses that are looked up in the text itself."""

from textwrap import fill

import numpy as np

from lessoncode.model.every_outcome import chooser
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.model.speculative import Reader, look_up, speculate
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
end = tokenizer.special_tokens["<|im_end|>"]
n_vocab = model.config.n_vocab
TEXT = (
    "The lighthouse stands on a rock. Every evening the keeper climbs "
    "the stairs and lights the lamp. Every morning he puts it out."
)
ASKED = {
    "repeat": f"Repeat this text word for word: {TEXT}",
    "past": f"Write this text in the past tense: {TEXT}",
    "moon": "Why does the moon have phases?",
    "story": "Write a short story about a lighthouse keeper.",
}


def copier(start, copy):
    """A target that continues a text of `start` ids by `copy`."""

    def target(ids, n):
        p = np.zeros((n + 1, n_vocab))
        for i, row in enumerate(p, len(ids) - n - start):
            row[copy[i]] = 1
        return p

    return target


def passes(name, target, ids, n_tokens):
    """Continue the ids, with guesses; print a row without its end."""
    how = n_tokens, 5, chooser(None)
    steps = list(speculate(target, look_up(2, n_vocab), ids, *how))
    made = sum(step.n_guessed for step in steps)
    kept = sum(step.n_kept for step in steps)
    mean = n_tokens / len(steps)
    row = f"{n_tokens:6} {len(steps):7} {mean:7.2f}"
    print(f"{name:9} {row} {made:5} {kept:4}", end="")
    return [token for step in steps for token in step.tokens]


prompts, answers = {}, {}
print("          tokens  passes  tokens  guesses   same")
print("                          a pass made kept  text")
for name, question in ASKED.items():
    asked = smollm.chat_template([("user", question)])
    ids = tokenizer.encode(asked, allow_special=True)
    plain = generate(model, ids, 40, sampling=GREEDY, stop=end)
    said = list(plain)
    reader = Reader(model, len(ids) + 40, GREEDY)
    print(f"  {passes(name, reader, ids, len(said)) == said}")
    prompts[name] = ids
    answers[name] = tokenizer.decode([i for i in said if i != end])
ids, copy = prompts["repeat"], tokenizer.encode(TEXT)
passes("a copy", copier(len(ids), copy), ids, len(copy))
print("\n")
for name in "repeat", "past":
    print(fill(f"{name}: {answers[name]}", 62))
