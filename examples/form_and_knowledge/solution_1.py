"""Tell the form of an answer from a right one."""

from lessoncode.grading.grade import grade


def form_and_right(said, wanted, possible):
    form = sum(text in possible for text in said)
    right = sum(text == best for text, best in zip(said, wanted))
    return form / len(said), right / len(said)


said, wanted = ["3 .", "oslo .", "what is"], ["lima .", "oslo .", "2 ."]
form, right = form_and_right(said, wanted, {"3 .", "oslo ."})
print(f"{form:.3f} {right:.3f}")
print(grade("form-and-knowledge-1", form_and_right))
