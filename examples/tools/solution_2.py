"""Which citations of an answer support it."""

from lessoncode.grading.grade import grade


def support(sentences, documents):
    n_cited = n_supported = 0
    for sentence, number in sentences:
        if number:
            n_cited += 1
            n_supported += sentence in documents.get(number, [])
    precision = n_supported / n_cited if n_cited else 0
    return precision, n_supported / len(sentences)


documents = {"[1]": ["lima is in peru"]}
answer = [("lima is in peru", "[1]"), ("tea is hot", "")]
print(support(answer, documents))
print(grade("tools-2", support))
