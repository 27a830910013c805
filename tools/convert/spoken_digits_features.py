#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""spoken_digits_features.py ARCHIVE FOLDER [--overwrite]: computes the features of spoken-digits that
imcbench reads, fsdd_mfcc13.h5, from the recordings of github.com/Jakobovski/free-spoken-digit-dataset:
ARCHIVE is the .tar.gz of its commit 26eb9aaf76e81b692f806f9140c2d2777410d7a1.

Name FOLDER fsdd and put it where imcbench looks for data. All is computed in double precision from the
definition in datasets/README.md and rounded to half precision, so expect the published numbers up to a
last digit here and there, but another checksum: imcbench reads the file, says each time that it is not
the published one, and keeps the checksum of what it read with every result.

Needs numpy, scipy and h5py. The archive is read in memory, nothing is unpacked. This was tested on
synthetic recordings, not on the official ones.
"""
import pathlib
import re
import sys
import tarfile

import numpy as np

from speech_commands_features import FrontEnd, mfcc, read_mono, write

SPEAKERS = "george jackson lucas nicolas theo yweweler".split()
DIGITS, RECORDINGS, TEST_RECORDINGS = 10, 50, 5
FRONT = FrontEnd(window=256, step=128, fft=256, filters=26, top_hz=4000.0, coefficients=13,
                 floor=1e-6, rate_hz=8000)
LONGEST = 8 * FRONT.rate_hz  # samples
NAME = re.compile(r"(?:.*/)?recordings/(\d)_([a-z]+)_(\d+)\.wav")
FILE = "fsdd_mfcc13.h5"
COMPUTED_BY = "spoken_digits_features.py from the recordings of free-spoken-digit-dataset"


def read_archive(archive):
    """{(digit, speaker, recording): samples}, rising."""
    recordings = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            name = NAME.fullmatch(member.name)
            if not member.isfile() or name is None:
                continue
            digit, speaker, number = int(name[1]), name[2], int(name[3])
            if speaker not in SPEAKERS:
                raise ValueError(f"{member.name}: unknown speaker; expected one of "
                                 f"{', '.join(SPEAKERS)}")
            samples = read_mono(member.name, tar.extractfile(member), FRONT.rate_hz, LONGEST)
            if len(samples) < FRONT.window:
                raise ValueError(f"{member.name}: {len(samples)} samples; expected at least "
                                 f"{FRONT.window}")
            recordings[digit, SPEAKERS.index(speaker), number] = samples
    return dict(sorted(recordings.items()))


def check_recordings(keys):
    """ValueError unless every speaker has said every digit as often as in the official set."""
    expected = [(digit, speaker, number) for digit in range(DIGITS)
                for speaker in range(len(SPEAKERS)) for number in range(RECORDINGS)]
    if list(keys) != expected:
        raise ValueError(f"not the official recordings: {len(set(keys) & set(expected))} of "
                         f"{len(expected)} are there, and {len(set(keys) - set(expected))} others")


def contents(recordings):
    """Arrays of the file."""
    frames = [mfcc(samples[None] / 32768.0, FRONT)[0] for samples in recordings.values()]
    digit, speaker, number = np.array(list(recordings), np.uint8).T
    return {"mfcc": np.concatenate(frames).astype(np.float16),
            "offset": np.cumsum([0] + [len(f) for f in frames]).astype(np.int32),
            "label": digit, "speaker": speaker, "recording": number,
            "is_test": (number < TEST_RECORDINGS).astype(np.uint8)}


def main(archive, folder, overwrite):
    recordings = read_archive(archive)
    check_recordings(recordings)
    path = pathlib.Path(folder) / FILE
    if path.exists() and not overwrite:
        raise ValueError(f"{path} exists; --overwrite replaces it")
    arrays = contents(recordings)
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, arrays, {"speakers": ",".join(SPEAKERS), "computed_by": COMPUTED_BY})
    print(f"{path}: {len(recordings)} recordings, {len(arrays['mfcc'])} frames\n"
          "computed here, so some last digits and the checksum are not the published ones;\n"
          "imcbench reads the file and says so")


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if word != "--overwrite"]
    if len(arguments) != 2 or arguments[0].startswith("-"):
        sys.exit(__doc__)
    try:
        main(*arguments, overwrite="--overwrite" in sys.argv)
    except (OSError, EOFError, ValueError, tarfile.TarError) as error:
        place = "" if isinstance(error, OSError) and error.filename else f"{arguments[0]}: "
        sys.exit(f"{place}{error}")
