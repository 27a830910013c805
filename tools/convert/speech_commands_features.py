#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""speech_commands_features.py ARCHIVE FOLDER [--overwrite]: computes the keyword features that
imcbench reads, from the official test clips, speech_commands_test_set_v0.02.tar.gz, into FOLDER:

    gsc_v0.02_test_mfcc49x10.h5              for speech-commands-mfcc49x10 and -mfcc25x10
    gsc_v0.02_test_subset_mfcc98x40.h5       for speech-commands-mfcc98x40
    gsc_v0.02_test_mlperf_mfcc49x10_int8.h5  for speech-commands-mlperf

Name FOLDER speech_kws and put it where imcbench looks for data. All is computed in double precision
from the definitions in datasets/README.md; the published features were computed by other programs,
partly in single precision. So expect the same numbers up to a last digit here and there, but other
checksums: imcbench reads these files, says each time that they are not the published ones, and
keeps the checksum of what it read with every result. The paths of the clips, their order and labels
are compared with the published ones.

Needs numpy, scipy and h5py. The archive is read in memory, nothing is unpacked. This was tested on
synthetic clips and against what is known of the published features, not on the official clips.
"""
import dataclasses
import hashlib
import os
import pathlib
import sys
import tarfile
import wave

import h5py
import numpy as np
from scipy import fft, signal

RATE_HZ = 16000
SAMPLES = 16000  # of a clip; shorter ones end with zeros
WORDS = "_silence_ _unknown_ yes no up down left right on off stop go".split()
MLPERF_WORDS = "Down Go Left No Off On Right Stop Up Yes Silence Unknown".split()
CLIPS = dict(zip(WORDS, (408, 408, 419, 405, 425, 406, 412, 396, 396, 402, 411, 402)))
# SHA-256 of the paths of all clips in their order, a newline between two.
ORDER_SHA256 = "7978eaf5cc1c7f46fbc1e3598867609f68ecfb953ec9aed85723fa6d1bbc52c0"
# The published subset: of every word but silence so many clips, drawn with this seed.
SUBSET_CLIPS, SUBSET_SEED = 100, 2024
# Of the input of MLPerf Tiny's quantized network.
SCALE, ZERO_POINT = np.float32(0.5847029), np.int32(83)
COMPUTED_BY = "speech_commands_features.py from speech_commands_test_set_v0.02.tar.gz"
PER_BATCH = 256  # clips


@dataclasses.dataclass(frozen=True)
class FrontEnd:
    window: int  # samples
    step: int  # samples
    fft: int  # samples, with zeros behind the window
    filters: int
    top_hz: float
    coefficients: int
    floor: float = 1e-12  # ln(max(mel, floor))
    offset: float = 0.0  # ln(mel + offset)
    bottom_hz: float = 20.0
    rate_hz: int = RATE_HZ


HELLO_EDGE = FrontEnd(window=640, step=320, fft=1024, filters=40, top_hz=4000.0,
                      coefficients=10)
KWT = FrontEnd(window=480, step=160, fft=512, filters=80, top_hz=7600.0, coefficients=40)
MLPERF = FrontEnd(window=480, step=320, fft=512, filters=40, top_hz=4000.0,
                  coefficients=10, floor=0.0, offset=1e-6)


def mel(hz):
    return 1127.0 * np.log1p(np.asarray(hz) / 700.0)


def mel_filters(front):
    """[fft / 2 + 1][filters]: triangles, straight in mel, whose feet are their neighbours' tops."""
    edges = np.linspace(mel(front.bottom_hz), mel(front.top_hz), front.filters + 2)
    low, top, high = edges[:-2], edges[1:-1], edges[2:]
    bins = mel(np.arange(front.fft // 2 + 1) * front.rate_hz / front.fft)[:, None]
    weights = np.maximum(0.0, np.minimum((bins - low) / (top - low), (high - bins) / (high - top)))
    weights[0] = 0.0  # the mean
    return weights


def mfcc(clips, front):
    """[clips][frames][coefficients] of clips [clips][samples]."""
    frames = np.lib.stride_tricks.sliding_window_view(clips, front.window, axis=1)[:, ::front.step]
    window = signal.get_window("hann", front.window, fftbins=True)
    energies = np.abs(fft.rfft(frames * window, front.fft)) @ mel_filters(front)
    logs = np.log(np.maximum(energies, front.floor) + front.offset)
    # scipy's DCT-II is 2 sum x cos(...); wanted is sqrt(2 / filters) sum x cos(...).
    return fft.dct(logs)[..., :front.coefficients] / np.sqrt(2.0 * front.filters)


def of_maximum_one(clips, paths):
    """Clips divided by their largest sample (not its size); digital silence stays."""
    largest = clips.max(axis=1, keepdims=True)
    for path, clip, top in zip(paths, clips, largest[:, 0]):
        if top <= 0 and clip.any():
            raise ValueError(f"{path}: no sample is above zero; MLPerf's front end divides by the "
                             "largest one")
    return clips / np.where(largest > 0, largest, 1.0)


def quantized(features):
    return np.clip(np.rint(features / SCALE) + ZERO_POINT, -128, 127).astype(np.int8)


def read_mono(path, file, rate_hz, most):
    """Samples as int16, 1 to `most` of them."""
    try:
        with wave.open(file) as clip:
            rate, channels = clip.getframerate(), clip.getnchannels()
            width, length = clip.getsampwidth(), clip.getnframes()
            content = clip.readframes(length)
    except (wave.Error, EOFError) as error:
        raise ValueError(f"{path}: not a wav file: {error}") from None
    if rate != rate_hz:
        raise ValueError(f"{path}: {rate} samples a second; expected {rate_hz}")
    if channels != 1 or width != 2:
        raise ValueError(f"{path}: {channels} channels of {8 * width} bits; expected 1 of 16")
    if not 0 < length <= most or len(content) != 2 * length:
        raise ValueError(f"{path}: {len(content) // 2} of {length} samples; expected 1 to "
                         f"{most}, all there")
    return np.frombuffer(content, "<i2").astype(np.int16)


def read_wave(path, file):
    """Samples as int16 [SAMPLES], zeros after a short clip."""
    samples = read_mono(path, file, RATE_HZ, SAMPLES)
    return np.pad(samples, (0, SAMPLES - len(samples)))


def read_archive(archive):
    """{path: samples}, ordered by class and, within it, by path."""
    clips = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            path = member.name.removeprefix("./")
            if not member.isfile() or not path.endswith(".wav"):
                continue
            word = path.split("/")[0]
            if path.count("/") != 1 or word not in WORDS:
                raise ValueError(f"{path}: unexpected folder; expected one of {', '.join(WORDS)}")
            clips[path] = read_wave(path, tar.extractfile(member))
    return dict(sorted(clips.items(), key=lambda item: (word_of(item[0]), item[0])))


def word_of(path):
    return WORDS.index(path.split("/")[0])


def check_clips(paths, expected):
    labels = [word_of(path) for path in paths]
    wrong = [f"{word} {labels.count(i)} of {expected[word]}" for i, word in enumerate(WORDS)
             if labels.count(i) != expected[word]]
    if wrong:
        raise ValueError(f"not the clips of the official test set: {', '.join(wrong)}")


def has_published_order(paths):
    return hashlib.sha256("\n".join(paths).encode()).hexdigest() == ORDER_SHA256


def subset_of(labels, per_word=SUBSET_CLIPS):
    """Numbers of the clips of the subset, rising."""
    draw = np.random.RandomState(SUBSET_SEED)
    words = [np.flatnonzero(labels == word) for word in range(1, len(WORDS))]
    return np.concatenate([np.sort(draw.choice(word, per_word, replace=False)) for word in words])


def in_batches(compute, clips, paths):
    starts = range(0, len(clips), PER_BATCH)
    return np.concatenate([compute(clips[i:i + PER_BATCH], paths[i:i + PER_BATCH]) for i in starts])


def mlperf_labels(labels):
    names = [word.lower() for word in MLPERF_WORDS]
    return np.array([names.index(word.strip("_")) for word in WORDS], np.uint8)[labels]


def contents(clips, subset_clips=SUBSET_CLIPS):
    """{file: (arrays, attributes)} of {path: samples}."""
    paths = list(clips)
    samples = np.stack(list(clips.values()))
    labels = np.array([word_of(path) for path in paths], np.uint8)
    names = np.array([path.encode() for path in paths])
    chosen = subset_of(labels, subset_clips)
    chosen_paths = [paths[i] for i in chosen]
    words = {"labels": ",".join(WORDS)}
    coarse = in_batches(lambda x, _: mfcc(x / 32768.0, HELLO_EDGE), samples, paths)
    fine = in_batches(lambda x, _: mfcc(x / 32768.0, KWT), samples[chosen], chosen_paths)
    codes = in_batches(lambda x, p: quantized(mfcc(of_maximum_one(x, p), MLPERF)), samples, paths)
    return {
        "gsc_v0.02_test_mfcc49x10.h5":
            ({"mfcc": coarse.astype(np.float16), "label": labels, "file": names}, words),
        "gsc_v0.02_test_subset_mfcc98x40.h5":
            ({"mfcc": fine.astype(np.float16), "label": labels[chosen],
              "index_in_full_test": chosen.astype(np.int32), "file": names[chosen]}, words),
        "gsc_v0.02_test_mlperf_mfcc49x10_int8.h5":
            ({"mfcc_int8": codes, "label": mlperf_labels(labels)},
             {"labels": ",".join(MLPERF_WORDS), "scale": SCALE, "zero_point": ZERO_POINT,
              "order": "same clip order as gsc_v0.02_test_mfcc49x10.h5"}),
    }


def write(path, arrays, attributes):
    """Aside, then renamed: a file of that name is whole. Damage is found when it is read."""
    aside = path.with_name(path.name + ".partial")
    try:
        with h5py.File(aside, "w") as file:
            for name, values in arrays.items():
                file.create_dataset(name, data=values, chunks=True, compression="gzip",
                                    shuffle=True, fletcher32=True)
            file.attrs.update({"computed_by": COMPUTED_BY, **attributes})
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def main(archive, folder, overwrite):
    folder = pathlib.Path(folder)
    clips = read_archive(archive)
    check_clips(clips, CLIPS)
    if not has_published_order(clips):
        raise ValueError("as many clips of each word as the official test set has, but other "
                         "clips: their paths differ from the published ones")
    files = contents(clips)
    if not overwrite and (there := [name for name in files if (folder / name).exists()]):
        raise ValueError(f"{folder / there[0]} exists; --overwrite replaces it")
    folder.mkdir(parents=True, exist_ok=True)
    for name, (arrays, attributes) in files.items():
        write(folder / name, arrays, attributes)
        shape = " x ".join(str(n) for n in next(iter(arrays.values())).shape)
        print(f"{folder / name}: {shape}")
    print("paths, order and labels of the clips: as published\n"
          "features: computed here, so some last digits and the checksums are not the published\n"
          "ones; imcbench reads the files and says so")


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if word != "--overwrite"]
    if len(arguments) != 2 or arguments[0].startswith("-"):
        sys.exit(__doc__)
    try:
        main(*arguments, overwrite="--overwrite" in sys.argv)
    except (OSError, EOFError, ValueError, tarfile.TarError) as error:
        place = "" if isinstance(error, OSError) and error.filename else f"{arguments[0]}: "
        sys.exit(f"{place}{error}")
