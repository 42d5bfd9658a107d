"""A world of sentences whose every probability is known."""

# --8<-- [start:sentences]
from lessoncode.text.words import Words
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

world = grammar(CAT_AND_DOG)
p = world.probabilities
print("sentences:", len(p), " sum:", round(sum(p.values()), 6))

for sentence in sorted(p, key=lambda s: -p[s])[:3]:
    print(f"{p[sentence]:.4f}", sentence)
rare = "the cat that saw the fish sat on the dog"
print(f"{p[rare]:.4f}", rare)
# --8<-- [end:sentences]

# --8<-- [start:truth]
# world and p are made by the code above, which prints sentences
words = Words(p)
truth = world.next_token(words)

for begun in ("the", "the cat", "the cat sat on the"):
    after = truth[tuple(words.encode(begun))]
    likely = sorted(after, key=lambda token: -after[token])
    shares = (f"{words.words[i]} {after[i]:.2f}" for i in likely)
    print(begun, "...")
    print("   ", ", ".join(shares))
# --8<-- [end:truth]

# --8<-- [start:floor]
# the mean surprise of a sentence, for each word and the end mark
length = world.mean(lambda sentence: len(sentence.split()) + 1)
print(f"lowest loss: {world.entropy() / length:.2f} bits a word")
# --8<-- [end:floor]
