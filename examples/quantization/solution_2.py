"""The bytes of a quantized model."""

from lessoncode.grading.grade import grade


def n_bytes(matrices, n_bits, n_block):
    bits = 0
    for rows, columns in matrices:
        n_blocks = rows * columns // n_block
        bits += n_blocks * (n_block * n_bits + 16 + 16)
    return bits / 8


print(n_bytes([(1, 32)], 4, 32))
print(grade("quantization-2", n_bytes))
