"""Greedy, top k and top p: three ways to drop unlikely words."""

from lessoncode.model.sampling import Sampling, next_token_probabilities
from lessoncode.training import checkpoints

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
shown = ("mat", "sofa", "roof", "dog", "grass")
picked = words.encode(" ".join(shown))
settings = {
    "all": Sampling(),
    "greedy": Sampling(temperature=0),
    "top k = 2": Sampling(top_k=2),
    "top p = 0.6": Sampling(top_p=0.6),
}

for begun in ("the cat sat on the", "the dog sat on the"):
    ids = words.prompt(begun)
    logits = model([ids]).data[0, -1]
    print(begun)
    print(" " * 12 + "".join(f"{word:>6}" for word in shown))
    for name, sampling in settings.items():
        p = next_token_probabilities(logits, sampling)[picked]
        print(f"{name:12}" + "".join(f"{share:6.2f}" for share in p))
