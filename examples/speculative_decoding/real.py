# time limit: 100 s
"""SmolLM2 with guesses that are looked up in the text itself."""

from lessoncode.model.every_outcome import chooser
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.model.speculative import Reader, look_up, speculate
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
end = tokenizer.special_tokens["<|im_end|>"]
TEXT = (
    "The lighthouse stands on a rock. Every evening the keeper climbs "
    "the stairs and lights the lamp. Every morning he puts it out."
)
ASKED = {
    "repeat": f"Repeat this text word for word: {TEXT}",
    "past": f"Write this text in the past tense: {TEXT}",
    "moon": "Why does the moon have phases?",
    "story": "Write a short story about a lighthouse keeper.",
}
print("          tokens  passes  tokens  guesses   same")
print("                          a pass made kept  text")
for name, question in ASKED.items():
    written = smollm.chat_template([("user", question)])
    ids = tokenizer.encode(written, allow_special=True)
    plain = generate(model, ids, 40, sampling=GREEDY, stop=end)
    said = list(plain)
    reader = Reader(model, len(ids) + 40, GREEDY)
    draft = look_up(2, model.config.n_vocab)
    steps, tokens = [], []
    how = len(said), 5, chooser(None)
    for step in speculate(reader, draft, ids, *how):
        steps.append(step)
        tokens += step.tokens
    made = sum(step.n_guessed for step in steps)
    kept = sum(step.n_kept for step in steps)
    mean = len(tokens) / len(steps)
    row = f"{len(tokens):6} {len(steps):7} {mean:7.2f}"
    print(f"{name:9} {row} {made:5} {kept:4}  {tokens == said}")
