"""The same phrase, and the same ids, in SmolLM2's vocabulary."""

from lessoncode.pretrained import smollm

tokenizer = smollm.load().tokenizer
print(f"{tokenizer.n_vocab:,} tokens")
for text in ("Artificial intelligence", " Artificial intelligence"):
    ids = tokenizer.encode(text)
    print(ids, [tokenizer.decode([i]) for i in ids])
for token_id in (9683, 14803, 11478):
    print(token_id, repr(tokenizer.decode([token_id])))
for text in ("2026", " strawberry", "strawberry"):
    print([tokenizer.decode([i]) for i in tokenizer.encode(text)])
