"""How likely one of several answers is; each text counts once."""

from lessoncode.grading.grade import grade


def any_of(model, prompt, answers):
    counted, total = [], 0
    for answer in sorted(answers, key=len):
        if any(answer[: len(short)] == short for short in counted):
            continue
        counted.append(answer)
        p = 1
        for i, token in enumerate(answer):
            p *= model(prompt + answer[:i])[token]
        total += p
    return total


def model(ids):
    return [0.5, 0.3, 0.2]


print(f"{any_of(model, [0], [[0], [1, 2]]):.2f}")
print(f"{any_of(model, [0], [[0], [0, 1]]):.2f}")
print(grade("asking-a-real-model-1", any_of))
