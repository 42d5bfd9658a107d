"""What the model remembers is what it is given again."""

# --8<-- [start:lengths]
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm
from lessoncode.pretrained.talk import common_start

model, tokenizer = smollm.load()
talk = [
    ("user", "My cat is called Tom."),
    ("assistant", "That is a good name."),
    ("user", "He likes rain."),
    ("assistant", "Most cats do not."),
    ("user", "What is my cat called?"),
]
before = []
print("ids sent, of which the same as before")
for n_turns in (1, 3, 5):
    written = smollm.chat_template(talk[:n_turns])
    ids = tokenizer.encode(written, allow_special=True)
    print(f"{len(ids):8}, {common_start(before, ids):3}")
    before = ids
# --8<-- [end:lengths]


# --8<-- [start:forgotten]
def probability(turns, begun, word):
    """P(word), when the assistant's answer has begun so."""
    written = smollm.chat_template(turns) + begun
    ids = tokenizer.encode(written, allow_special=True)
    p = next_token_probabilities(model([ids], last=True).data[0, -1])
    return p[tokenizer.encode(word)[0]]


named = [
    ("user", "Hello! My name is Mary."),
    ("assistant", "Nice to meet you, Mary!"),
    ("user", "What is my name?"),
]
print("                         whole  its first two")
print("                          talk  turns left out")
for turns, begun, word in (
    (talk, "Your cat is called", " Tom"),
    (named, "Your name is", " Mary"),
):
    whole = probability(turns, begun, word)
    rest = probability(turns[2:], begun, word)
    print(f"{begun + word:24} {whole:5.2f} {rest:15.2f}")
# --8<-- [end:forgotten]
