"""The program around a model: template, continue, stop."""

import numpy as np

from lessoncode.grading.grade import grade


def talk(model, messages, n_tokens):
    transcript = [0]
    for message in messages:
        transcript += [1, *message, 3, 2]
        answer = []
        while len(answer) < n_tokens and 3 not in answer:
            p = model(transcript + answer)
            answer.append(int(np.argmax(p)))
        transcript += answer if 3 in answer else [*answer, 3]
    return transcript


print(talk(lambda ids: [0, 0, 0, 1], [[7, 8]], 5))
print(grade("fine-tuning-3", talk))
