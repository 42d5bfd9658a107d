"""What SmolLM2 writes first, with the indent before it and without."""

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
begun = 'def add(a, b):\n    """Return the sum of a and b."""\n'
for name, prompt in (("with", begun + "   "), ("without", begun)):
    ids = tokenizer.encode(prompt)
    written = list(generate(model, ids, 12, sampling=GREEDY))
    print(f"{name:8}{tokenizer.decode(written)!r}")
