"""Some verbs of an invented language, and whether they obey."""

import numpy as np

from lessoncode.worlds.verbs import Verbs

rng = np.random.default_rng(0)
exam, fresh, read = Verbs.drawn((60, 1000, 1500), rng)
for text, regular in list(zip(exam.texts, exam.regular))[:6]:
    print(text, "" if regular else "  against the rule")
print(f"exam: {len(exam.texts)} verbs, {exam.regular.sum()} regular")
