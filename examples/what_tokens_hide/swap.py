"""Train on German instead of English, and the prices shift."""

from pathlib import Path

from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.bpe_training import train
from lessoncode.text.split import GPT2_SPLIT

english = """I drink water every morning.
The kettle had begun to sing when she came down.
My brother bought a red bicycle.
We ate bread and cheese in the kitchen.
Birds sing before the sun comes up.
She wrote a long letter to her friend.
Two children play football behind the school.
The doctor will call you tomorrow."""
german = """Ich trinke jeden Morgen Wasser.
Der Kessel hatte angefangen zu singen, als sie herunterkam.
Mein Bruder hat ein rotes Fahrrad gekauft.
Wir aßen in der Küche Brot und Käse.
Vögel singen, bevor die Sonne aufgeht.
Sie schrieb ihrer Freundin einen langen Brief.
Zwei Kinder spielen hinter der Schule Fußball.
Der Arzt wird Sie morgen anrufen."""

texts = Path(__file__).parents[1] / "tokens"  # of the page before
print("trained on  English  German  ratio")
for name, file in ("English", "rain"), ("German", "regen"):
    text = (texts / f"{file}.txt").read_text("utf-8")
    tokenizer = BytePairTokenizer(train(text, 100), GPT2_SPLIT)
    sizes = [
        sum(len(tokenizer.encode(s)) for s in sentences.splitlines())
        for sentences in (english, german)
    ]
    ratio = sizes[1] / sizes[0]
    print("{:10} {:8} {:7} {:6.2f}".format(name, *sizes, ratio))
