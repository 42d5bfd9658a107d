"""Continue by induction: what came after the last time?"""

from lessoncode.grading.grade import grade


def go_on(ids, n):
    text = list(ids)
    for _ in range(n):
        earlier = range(len(text) - 2, -1, -1)
        places = [i for i in earlier if text[i] == text[-1]]
        if not places:
            break
        text.append(text[places[0] + 1])
    return text[len(ids) :]


print(go_on([7, 8, 9, 7], 3), go_on([7, 8], 3))
print(grade("in-context-learning-1", go_on))
