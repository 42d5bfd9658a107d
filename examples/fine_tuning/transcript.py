"""An assistant is a completion of a transcript."""

# --8<-- [start:on]
import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints

tuned = checkpoints.load("fine_tuning/tune")
model, words = tuned.model.frozen(), tuned.tokenizer
template = Template(words)
question, _ = checkpoints.load("fine_tuning/base").arrays["held_out"][0]
prompt = template.prompt([Turn("user", question)])
print(words.decode(prompt[1:]))
rng = np.random.default_rng(0)
for _ in range(4):
    print("  ->", words.decode(generate(model, prompt, 8, rng)))
# --8<-- [end:on]

# --8<-- [start:hand]
written = f"<|endoftext|> <|user|> {question} <|end|> <|assistant|>"
print("the same ids by hand:", words.encode(written) == prompt)
for text in (written, f"{written} paris . <|end|> <|user|>"):
    ids = generate(model, words.encode(text), 8, sampling=GREEDY)
    print("...", *text.split()[-4:])
    print("  ->", words.decode(ids))
# --8<-- [end:hand]
