"""The bases before fine-tuning: what they do with a question."""

# --8<-- [start:three]
from lessoncode.alignment.template import Template, Turn
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints

base = checkpoints.load("fine_tuning/base")
model, words = base.model.frozen(), base.tokenizer
end, held_out = words.end_id, base.arrays["held_out"].tolist()


def goes_on(ids, n=14, model=model):
    """The most likely continuation, up to the end of the document."""
    ids = generate(model, ids, n, sampling=GREEDY, stop=end)
    return words.decode(ids)


question, answer = held_out[0]
country = question.split()[-2]
for text in (f"the capital of {country} is", question):
    print(text)
    print("  ->", goes_on(words.prompt(text)))
# --8<-- [end:three]

# --8<-- [start:counts]
from lessoncode.training.collection import models_of

bases = [base.model, *models_of(base).values()]
print("          asks back | right: of 20 facts | of 30 sums")
rows = {"bare": "", "quiz :": "quiz : ", "king :": "king : "}
for name, begin in {**rows, "no colon": "quiz "}.items():
    prompts = [words.prompt(begin + asked) for asked, _ in held_out]
    counts = []
    for one in bases:
        said = [goes_on(ids, model=one.frozen()) for ids in prompts]
        again = sum(t.startswith("what is") and "?" in t for t in said)
        right = [t == answer for t, (_, answer) in zip(said, held_out)]
        counts.append((again, sum(right[:20]), sum(right[20:])))
    row = (" ".join(f"{n:2}" for n in each) for each in zip(*counts))
    line = "{:8} {:>10} | {:>18} | {:>10}"
    print(line.format(name, *row))
# --8<-- [end:counts]

# --8<-- [start:template]
template = Template(words)
for question, _ in held_out[:3]:
    ids = template.prompt([Turn("user", question)])
    print(question, "->", goes_on(ids, 4))
# --8<-- [end:template]
