# SPDX-License-Identifier: Apache-2.0
"""The checksums of the list, computed again from the files by other means.

Reads every file with NumPy, h5py and Python's own text tools, forms samples and labels from the
descriptions in the headers of datasets/, and compares sha256 and counts with what
`imcbench data list --json` shows. Sets that are not in IMCBENCH_DATA are skipped.
"""
import collections
import gzip
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import unittest

import h5py
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "oracle"))
from philox import philox

DATA = pathlib.Path(os.environ.get("IMCBENCH_DATA", "/nowhere"))


def text(folder, name, encoding="utf-8"):
    return gzip.open(DATA / folder / (name + ".gz")).read().decode(encoding)


def sha256(values, labels, classes):
    labels = np.asarray(labels).ravel()
    data = np.ascontiguousarray(values, "<f4").tobytes()
    data += labels.astype("<u2" if classes > 256 else "u1").tobytes()
    return hashlib.sha256(data).hexdigest()


def speech(name, step=1, drop_silence=True):
    file = h5py.File(DATA / "speech_kws" / name)
    label = file["label"][:]
    if "mfcc" in file:
        values = file["mfcc"][:].astype("f4")
    else:
        values = file["mfcc_int8"][:].astype("i4") - file.attrs["zero_point"]
        values = values.astype("f4") * file.attrs["scale"]
    first = np.zeros(len(label), bool)
    for c in range(12):
        of_class = np.flatnonzero(label == c)
        first[of_class[:len(of_class) // 2]] = True
    kept = label > 0 if drop_silence else label >= 0
    for split, mask in (("train", first & kept), ("test", ~first & kept), ("all", kept)):
        yield split, values[mask][:, ::step], label[mask], 12


def series(name, steps, classes):
    for split in ("train", "test"):
        lines = text("sequences", f"{name}_{split.upper()}.ts").split("\n")
        values, labels = [], []
        for line in lines[lines.index("@data") + 1:]:
            if not line:
                continue
            *channels, label = line.split(":")
            case = np.array([c.split(",") for c in channels]).astype("f4").T
            values.append(np.concatenate([np.zeros((steps - len(case), case.shape[1]), "f4"), case]))
            labels.append(int(label) - 1)  # classes are called 1, 2, ...
        yield split, np.stack(values), labels, classes


def digits():
    file = h5py.File(DATA / "fsdd" / "fsdd_mfcc13.h5")
    offset, label, speaker = file["offset"][:], file["label"][:], file["speaker"][:]
    frames = file["mfcc"][:].astype("f4")
    values = np.zeros((len(label), 64, 13), "f4")
    for i, (a, b) in enumerate(zip(offset[:-1], offset[1:])):
        clip = frames[a:b][-64:]
        values[i, 64 - len(clip):] = clip
    test = file["is_test"][:] == 1
    masks = {"train": ~test, "test": test}
    for number, name in enumerate(file.attrs["speakers"].split(",")):
        masks["train-without-" + name], masks["test-" + name] = speaker != number, speaker == number
    for split, mask in masks.items():
        yield split, values[mask], label[mask], 10


def windows(tokens, length, predictions):
    count = (len(tokens) - 1 - (length - predictions)) // predictions
    start = predictions * np.arange(count)[:, None]
    scored = start + length - predictions + 1 + np.arange(predictions)
    return tokens[start + np.arange(length)], tokens[scored]


def ptb():
    parts = {split: text("text_lm", f"ptb.{name}.txt").replace("\n", " <eos> ").split()
             for split, name in (("train", "train"), ("validation", "valid"), ("test", "test"))}
    counts = collections.Counter(parts["train"])
    number = {word: i for i, word in enumerate(
        sorted(counts, key=lambda word: (-counts[word], word.encode())))}
    for split, words in parts.items():
        yield split, *windows(np.array([number[word] for word in words]), 70, 35), 10000


def characters(name, cuts):
    whole = text("text_lm", name)
    number = {c: i for i, c in enumerate(sorted(set(whole)))}
    tokens = np.array([number[c] for c in whole])
    for split, (a, b) in cuts.items():
        part = tokens[len(tokens) * a // 100:len(tokens) * b // 100]
        yield split, *windows(part, 192, 128), len(number)


def sentences(parts, length, least, classes):
    counts = collections.Counter(word for words, _ in parts["train"] for word in words)
    kept = sorted((w for w in counts if counts[w] >= least), key=lambda w: (-counts[w], w.encode()))
    number = {word: i + 2 for i, word in enumerate(kept)}
    for split, rows in parts.items():
        values = [[0] * (length - len(words)) + [number.get(w, 1) for w in words[:length]]
                  for words, _ in rows]
        yield split, values, [label for _, label in rows], classes


def sst2():
    parts = {}
    for split, name in (("train", "train"), ("validation", "dev"), ("test", "test")):
        lines = text("text_cls", f"sst2_{name}.tsv").splitlines()[1:]
        rows = [line.split("\t") for line in lines]
        parts[split] = [(sentence.lower().split(), int(label)) for sentence, label in rows]
    yield from sentences(parts, 48, 10, 2)


def trec():
    names, parts = ["ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"], {}
    for split, name in (("train", "train_5500"), ("test", "TREC_10")):
        lines = text("text_cls", f"trec_{name}.label", "latin-1").strip("\n").split("\n")
        parts[split] = [(line.split(" ", 1)[1].lower().split(), names.index(line.split(":")[0]))
                        for line in lines]
    yield from sentences(parts, 24, 2, 6)


def words(key, split, read, slot, element):
    """Word of each element of address (key, split, read, slot): kernels/core/random.h."""
    element = np.asarray(element)
    block = (element >> 6) * 16 + (element & 15)
    four = np.stack(np.broadcast_arrays(*philox((block, read, slot, split), key)))
    which = np.broadcast_to((element >> 4) & 3, four.shape[1:])
    return np.take_along_axis(four, which[None].astype(int), 0)[0].astype(np.int64)


HMM_KEY = tuple(int.from_bytes(part, "big") for part in (b"hmmt", b"ext1"))
RECALL_KEY = tuple(int.from_bytes(part, "big") for part in (b"reca", b"ll_1"))


def hmm_tokens(split, count):
    step = np.arange(count)
    turn, move, emit = (words(HMM_KEY, split, 0, slot, step) for slot in (0, 1, 2))
    start = int(words(HMM_KEY, split, 0, 3, [0])[0]) >> 28
    turned = np.where(step > 0, turn >> 27 == 0, False)
    direction = (start // 8 + np.cumsum(turned)) % 2
    moved = np.where((step > 0) & (move >> 29 != 0), 1 - 2 * direction, 0)
    place = (start % 8 + np.cumsum(moved)) % 8
    return np.where(emit >> 29 == 0, (emit >> 26) & 7, place)


def hmm_text():
    for number, (split, count) in enumerate((("train", 10000), ("test", 2000))):
        yield split, *windows(hmm_tokens(number, 32 * count + 33), 64, 32), 8


def recall():
    for number, (split, count) in enumerate((("train", 20000), ("test", 5000))):
        sample = np.arange(count)[:, None]
        keys = np.argsort(words(RECALL_KEY, number, sample, 0, np.arange(16)[None]), 1,
                          kind="stable")[:, :8]
        values = words(RECALL_KEY, number, sample, 1, np.arange(8)[None]) >> 29
        asked = words(RECALL_KEY, number, sample, 2, np.zeros((1, 1), int)) >> 29
        pairs = np.stack([keys, 16 + values], 2).reshape(count, 16)
        query = np.take_along_axis(keys, asked, 1)
        yield (split, np.concatenate([pairs, query], 1), np.take_along_axis(values, asked, 1), 8)


ARM = "gsc_v0.02_test_mfcc49x10.h5"
SETS = {
    "speech-commands-mfcc49x10": lambda: speech(ARM),
    "speech-commands-mfcc25x10": lambda: speech(ARM, step=2),
    "speech-commands-mfcc98x40": lambda: speech("gsc_v0.02_test_subset_mfcc98x40.h5"),
    "speech-commands-mlperf": lambda: speech("gsc_v0.02_test_mlperf_mfcc49x10_int8.h5",
                                             drop_silence=False),
    "japanese-vowels": lambda: series("JapaneseVowels", 29, 9),
    "italy-power-demand": lambda: series("ItalyPowerDemand", 24, 2),
    "spoken-digits": digits,
    "ptb": ptb,
    "tiny-shakespeare": lambda: characters("tinyshakespeare.txt",
                                           {"train": (0, 90), "test": (90, 100),
                                            "all": (0, 100)}),
    "war-and-peace": lambda: characters("warpeace.txt", {"train": (0, 80), "validation": (80, 90),
                                                         "test": (90, 100)}),
    "sst2": sst2,
    "trec": trec,
    "hmm-text": hmm_text,
    "associative-recall": recall,
}


class Contents(unittest.TestCase):
    def test_checksums(self):
        rows = json.loads(subprocess.run([os.environ["IMCBENCH_PROGRAM"], "data", "list", "--json"],
                                         check=True, capture_output=True, text=True).stdout)
        listed = {row["name"]: row for row in rows}
        for name, read in SETS.items():
            with self.subTest(name):
                try:
                    found = [(split, len(values), sha256(values, labels, classes))
                             for split, values, labels, classes in read()]
                except FileNotFoundError as missing:
                    self.skipTest(str(missing))
                self.assertEqual(found, [(split["name"], split["count"], split["sha256"])
                                         for split in listed[name]["splits"]])


if __name__ == "__main__":
    unittest.main(verbosity=2)
