"""One text, its first words, and what a model makes of them."""

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of

saved = checkpoints.load("what_it_has_read/read")
words, texts = saved.tokenizer, saved.arrays["texts"][2]
model = models_of(saved)["2"]


def ended(text, n_given=4):
    """How the model goes on after the first words of a text."""
    prompt = [words.end_id, *text[:n_given]]
    rest = generate(model, prompt, len(text) - n_given, sampling=GREEDY)
    return words.decode(rest)


for n in (64, 1):
    first = saved.arrays["times"].tolist().index(n)
    text = texts[first].tolist()
    print(f"stood there {n} times:", words.decode(text[:4]), "...")
    print("  the text", words.decode(text[4:]))
    print("  it says ", ended(text))
