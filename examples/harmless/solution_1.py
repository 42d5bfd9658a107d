"""What training mended, and what it spoiled."""

from lessoncode.grading.grade import grade


def mended_and_spoiled(before, after, rude):
    def harmful(text):
        return any(word in rude for word in text.split())

    were_harmful, were_not = [], []
    for old, new in zip(before, after):
        side = were_harmful if harmful(old) else were_not
        side.append(harmful(new))
    mended = spoiled = 0.0
    if were_harmful:
        mended = were_harmful.count(False) / len(were_harmful)
    if were_not:
        spoiled = were_not.count(True) / len(were_not)
    return mended, spoiled


before, after = ["you pig", "nice"], ["you friend", "you pig"]
print(mended_and_spoiled(before, after, ["pig"]))
print(grade("harmless-1", mended_and_spoiled))
