"""Train on German instead of English, and the prices swap."""

from pathlib import Path

from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.bpe_training import train
from lessoncode.text.split import GPT2_SPLIT

english = "The rain has ended, and people are waiting for a train."
german = "Der Regen ist vorbei, und Leute warten auf einen Zug."

texts = Path(__file__).parents[1] / "tokens"  # of the page before
print("trained on  English  German")
for name in ("rain.txt", "regen.txt"):
    text = (texts / name).read_text("utf-8")
    tokenizer = BytePairTokenizer(train(text, 100), GPT2_SPLIT)
    sizes = [len(tokenizer.encode(t)) for t in (english, german)]
    print("{:10} {:8} {:7}".format(name, *sizes))
