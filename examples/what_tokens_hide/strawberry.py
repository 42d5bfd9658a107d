"""The ids of a word do not contain the ids of its letters."""

import tiktoken

encoding = tiktoken.get_encoding("cl100k_base")

found = set()
for text in (
    "strawberry", " strawberry", "Strawberry", " Strawberry",
):
    ids = encoding.encode(text)
    print(ids, [encoding.decode([i]) for i in ids])
    found.update(ids)

letters = [encoding.encode(letter)[0] for letter in "strawberry"]
print("letters:", *letters)
print("in both:", len(found & set(letters)))
