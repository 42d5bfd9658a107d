"""Rows for training: one long list, cut twice."""

from lessoncode.grading.grade import grade


def pack(documents, end, n_seq):
    stream = []
    for ids in documents:
        stream += [end, *ids]
    stream += [end]
    n_rows = (len(stream) - 1) // n_seq
    starts = [i * n_seq for i in range(n_rows)]
    ids = [stream[i : i + n_seq] for i in starts]
    targets = [stream[i + 1 : i + 1 + n_seq] for i in starts]
    return ids, targets


print(pack([[1, 2], [3]], 0, 2))
print(grade("pre-training-3", pack))
