"""Cut a picture into patches."""

from lessoncode.grading.grade import grade


def patches(picture, size):
    cut = []
    for top in range(0, len(picture), size):
        for left in range(0, len(picture[0]), size):
            rows = picture[top : top + size]
            pieces = [row[left : left + size] for row in rows]
            cut.append([pixel for piece in pieces for pixel in piece])
    return cut


print(patches([[1, 2, 5, 6], [3, 4, 7, 8]], 2))
print(grade("vision-1", patches))
