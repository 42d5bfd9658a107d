"""What the words take from which: the shares of every head."""

from lessoncode.model.attention import attention_weights
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
heads = model.config.heads
text = "the cat that saw the bird sat on the"
labels = ["(end)", *text.split()]
ids = words.prompt(text)
shares = {}
for layer, place, x in model.stream([ids]):
    if place == "qkv":
        for head, matrix in enumerate(attention_weights(x, heads)[0]):
            shares[f"{layer + 1}.{head + 1}"] = matrix

print("from ", *(f"{name:>5}" for name in shares))
for j, label in enumerate(labels):
    row = (f"{matrix[-1, j]:5.2f}" for matrix in shares.values())
    print(f"{label:5}", *row)
