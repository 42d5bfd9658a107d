"""The ids of a word do not contain the ids of its letters."""

import tiktoken

encoding = tiktoken.get_encoding("cl100k_base")

for text in ("strawberry", " strawberry", "Strawberry"):
    ids = encoding.encode(text)
    print(ids, [encoding.decode([i]) for i in ids])

letters = [encoding.encode(letter)[0] for letter in "strawberry"]
print("letters:", *letters)
word = encoding.encode("strawberry")
print("in both:", len(set(letters) & set(word)))
