"""Exercises of the lesson pages, which grade themselves.

`grading` says what an exercise is and how an answer is judged, `desk`
is the command `lessoncode exercise`, and each page has a module of its
own, which holds its exercises.
"""

from lessoncode.exercises.grading import grade

__all__ = ["grade"]
