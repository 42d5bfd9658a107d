"""Answer, criticise, revise: the model talks with itself."""

from lessoncode.grading.grade import grade


def revise(model, question, principles):
    answer = model([question])
    said = [answer]
    for principle in principles:
        check = f"check {principle} : {answer}"
        critique = model([check])
        answer = model([check, critique, "rewrite it"])
        said += [critique, answer]
    return said, (question, answer)


print(revise(lambda texts: str(len(texts)), "q", ["be kind"]))
print(grade("constitutional-ai-1", revise))
