"""Any text can be encoded, and it comes back unchanged."""

from pathlib import Path

from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.bpe_training import train
from lessoncode.text.split import GPT2_SPLIT

rain = Path(__file__).with_name("rain.txt").read_text("utf-8")
tokenizer = BytePairTokenizer(train(rain, 40), GPT2_SPLIT)

for text in ("rain", "Regen", "雨", "🌧", "qZx#9\t\x00"):
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    print(ids, repr(text))
print(repr(tokenizer.decode([233])))
