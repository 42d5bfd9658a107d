"""What SmolLM2 writes first, after three ends of the same prompt."""

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
begun = 'def add(a, b):\n    """Return the sum of a and b."""'
ends = {"the spaces": "\n   ", "the line break": "\n", "the quotes": ""}
for name, end in ends.items():
    ids = tokenizer.encode(begun + end)
    written = list(generate(model, ids, 12, sampling=GREEDY))
    first, *rest = (tokenizer.decode([token]) for token in written)
    print(f"prompt ends with {name}:", repr(tokenizer.decode(ids[-1:])))
    print(f"  {first!r} {''.join(rest)!r}")
