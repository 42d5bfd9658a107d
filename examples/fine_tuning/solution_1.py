"""A conversation as rows: seen, to be predicted, learned or not."""

from lessoncode.grading.grade import grade


def targets(turns):
    tokens, weights = ["<|endoftext|>"], [0]
    for role, text in turns:
        said = [*text.split(), "<|end|>"]
        learned = int(role == "assistant")
        tokens += [f"<|{role}|>", *said]
        weights += [0, *[learned] * len(said)]
    return list(zip(tokens, tokens[1:], weights[1:]))


for row in targets([("user", "hi"), ("assistant", "hello")]):
    print(*row)
print(grade("fine-tuning-1", targets))
