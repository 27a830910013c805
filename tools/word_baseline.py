#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Accuracy of a bag of words on sst2 and trec: multinomial naive Bayes, add-one smoothing.

    IMCBENCH_DATA=FOLDER tools/word_baseline.py

Uses the samples of tests/datasets/contents_test.py, that is, the tokens that networks are given.
"""
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "datasets"))
from contents_test import SETS


def counts(values, vocabulary):
    rows = np.zeros((len(values), vocabulary))
    for row, tokens in zip(rows, values):
        np.add.at(row, tokens, 1)
    rows[:, 0] = 0  # padding is no word
    return rows


def main():
    for name, vocabulary in (("sst2", 6548), ("trec", 3477)):
        splits = {split: (values, np.array(labels), classes)
                  for split, values, labels, classes in SETS[name]()}
        values, labels, classes = splits.pop("train")
        words = np.zeros((classes, vocabulary))
        for tokens, label in zip(values, labels):
            np.add.at(words[label], tokens, 1)
        words[:, 0] = 0
        log_word = np.log((words + 1) / (words + 1).sum(1, keepdims=True))
        log_class = np.log(np.bincount(labels) / len(labels))
        for split, (tests, truth, _) in splits.items():
            guess = (counts(tests, vocabulary) @ log_word.T + log_class).argmax(1)
            print(f"{name} {split}: {(guess == truth).mean():.4f}")


if __name__ == "__main__":
    main()
