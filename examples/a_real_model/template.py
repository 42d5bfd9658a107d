"""What the chat template does, by hand."""

# --8<-- [start:raw]
import numpy as np

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

smol = smollm.load()
model, tokenizer = smol
end = tokenizer.special_tokens["<|im_end|>"]


def likeliest(text):
    """Print the three likeliest tokens after a text."""
    (p,) = smol.next_token_probabilities([text])
    for token in np.argsort(-p)[:3]:
        piece = tokenizer.decode([int(token)])
        print(f"  {piece!r:13} {p[token]:.2f}")


question = "What is the capital of Germany?"
for text in (question, f"<|endoftext|>{question}"):
    print(text)
    likeliest(text)
# --8<-- [end:raw]

# --8<-- [start:by_hand]
written = (
    "<|im_start|>system\n"
    "You are a helpful AI assistant named SmolLM, "
    "trained by Hugging Face<|im_end|>\n"
    "<|im_start|>user\n"
    f"{question}<|im_end|>\n"
    "<|im_start|>assistant\n"
)
same = written == smollm.chat_template([("user", question)])
print("as chat_template() writes it:", same)
likeliest(written)
ids = tokenizer.encode(written, allow_special=True)
answer = generate(model, ids, 12, sampling=GREEDY, stop=end)
print(tokenizer.decode(list(answer)))
# --8<-- [end:by_hand]

# --8<-- [start:turned]
talk = f"{written}The capital of Germany is Berlin.<|im_end|>\n"
ids = tokenizer.encode(f"{talk}<|im_start|>user\n", allow_special=True)
said = generate(model, ids, 12, sampling=GREEDY, stop=end)
print(tokenizer.decode(list(said)))
# --8<-- [end:turned]
