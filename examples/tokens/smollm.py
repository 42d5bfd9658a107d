"""The same phrase, and the same ids, in SmolLM2's vocabulary."""

from lessoncode.pretrained import smollm

tokenizer = smollm.load().tokenizer
print(f"{tokenizer.n_vocab:,} tokens")
print("the phrase, without and with a space in front:")
for text in ("Artificial intelligence", " Artificial intelligence"):
    ids = tokenizer.encode(text)
    print(ids, [tokenizer.decode([i]) for i in ids])
print("the three ids:")
for token_id in (9683, 14803, 11478):
    print(token_id, repr(tokenizer.decode([token_id])))
print("a year, and a word:")
for text in ("2026", " strawberry", "strawberry"):
    print([tokenizer.decode([i]) for i in tokenizer.encode(text)])
