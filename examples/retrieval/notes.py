"""A note in the prompt against what the weights hold."""

# --8<-- [start:ask]
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints

trained = checkpoints.load("hallucination/years")
model, words = trained.model.frozen(), trained.tokenizer


def answer(question, note=""):
    """The likeliest name after an optional note and the question."""
    ids = words.prompt(f"{note} {question}")
    return words.decode(generate(model, ids, 1, sampling=GREEDY))


known = "in year 1 iraq is led by"
print(known, answer(known))
for note in f"{known} uma .", "in year 1 greece is led by uma .":
    print(f"  note: {note}")
    print(f"  {known}", answer(known, f"note : {note}"))
# --8<-- [end:ask]

# --8<-- [start:share]
arrays = trained.arrays
said = arrays["p"].argmax(-1)  # seed, kind of note, pair
later = arrays["pairs"][:, 1].astype(int) > 5
print("answers that are the name in the note")
print("model  later years  years read  other country")
for seed in range(len(said)):
    _, about, elsewhere = said[seed] == arrays["noted"][seed]
    row = about[later].mean(), about[~later].mean(), elsewhere.mean()
    print("{:5} {:12.0%} {:11.0%} {:14.0%}".format(seed, *row))
# --8<-- [end:share]
