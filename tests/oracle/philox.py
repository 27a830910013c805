# SPDX-License-Identifier: Apache-2.0
"""Philox4x32-10 on arrays, from Salmon et al., SC'11, DOI 10.1145/2063384.2063405 (section 4.1)."""
import numpy as np

MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
WEYL = (0x9E3779B9, 0xBB67AE85)  # golden ratio and sqrt(3) - 1, as fractions of 2^32
ROUNDS = 10
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)

# (counter, key, answer): the vectors of the reference implementation, Random123 tests/kat_vectors.
KNOWN_ANSWERS = (
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0),
     (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
)


def philox(counter, key):
    """Four uint64 arrays holding 32-bit words; counter: four array-likes, key: two integers."""
    c = list(np.broadcast_arrays(*(np.asarray(x, dtype=np.uint64) for x in counter)))
    for r in range(ROUNDS):
        k0, k1 = (np.uint64((k + r * w) & 0xFFFFFFFF) for k, w in zip(key, WEYL))
        p0, p1 = MULTIPLIERS[0] * c[0], MULTIPLIERS[1] * c[2]
        c = [(p1 >> HALF) ^ c[1] ^ k0, p1 & LOW, (p0 >> HALF) ^ c[3] ^ k1, p0 & LOW]
    return c


def known_answers_hold():
    return all(tuple(int(w) for w in philox(c, k)) == answer for c, k, answer in KNOWN_ANSWERS)
