"""Compute the loss of a sparse autoencoder."""

import numpy as np

from lessoncode.grading.grade import grade


def dictionary_loss(x, encoder, bias, decoder, centre, penalty):
    f = np.maximum(0, (x - centre) @ encoder.T + bias)
    rest = x - (f @ decoder + centre)
    return ((rest**2).sum() + penalty * f.sum()) / len(x)


print(grade("sparse-autoencoders-2", dictionary_loss))
