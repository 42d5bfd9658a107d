"""The bytes of a cache whose layers look back more or less far."""

from lessoncode.grading.grade import grade


def cache_bytes(windows, n_kv_head, d_head, n_tokens):
    numbers = 0
    for window in windows:
        kept = n_tokens if window == 0 else min(window, n_tokens)
        numbers += kept * 2 * n_kv_head * d_head
    return 2 * numbers


print(cache_bytes([0, 4], 1, 8, 10))
print(grade("what-an-answer-costs-1", cache_bytes))
