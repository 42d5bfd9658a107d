# time limit: 120 s
"""Models learn to see rings that keep company, and rings that don't."""

from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of
from lessoncode.worlds import company, drawings

models = {
    "together": company.trained(2, together=0.9, n_steps=900),
    "apart": company.trained(2, together=0.5, n_steps=900),
}
words = models["together"].words()
print(f"{models['together'].n_parameters:,} parameters each")
checkpoints.save(
    "company_2", words, drawings.WORDS, **arrays_of(models)
)
