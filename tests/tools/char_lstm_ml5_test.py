# SPDX-License-Identifier: Apache-2.0
"""tools/convert/char_lstm_ml5.py on folders in the layout of ml5.js written here; where
IMCBENCH_DATA has the published tensors, with these."""
import json
import unittest

import numpy as np

import weights

PUBLISHED = weights.MODELS / "charlstm_shakespeare.h5"
NAMES = {"embedding": "embedding",
         "lstm0/kernel": "rnnlm/multi_rnn_cell/cell_0/basic_lstm_cell/kernel",
         "lstm0/bias": "rnnlm/multi_rnn_cell/cell_0/basic_lstm_cell/bias",
         "lstm1/kernel": "rnnlm/multi_rnn_cell/cell_1/basic_lstm_cell/kernel",
         "lstm1/bias": "rnnlm/multi_rnn_cell/cell_1/basic_lstm_cell/bias",
         "out/weight": "rnnlm/softmax_w", "out/bias": "rnnlm/softmax_b"}
SHAPES = {"embedding": (65, 128), "lstm0/kernel": (256, 512), "lstm0/bias": (512,),
          "lstm1/kernel": (256, 512), "lstm1/bias": (512,), "out/weight": (128, 65),
          "out/bias": (65,)}
CHARACTERS = "".join(chr(48 + i) for i in range(65))


class CharLstm(weights.ConverterTest):
    program = "char_lstm_ml5.py"

    def model(self, tensors, vocabulary):
        folder = self.folder / "shakespeare"
        folder.mkdir(exist_ok=True)
        manifest = {}
        for name, array in tensors.items():
            file = NAMES[name].replace("/", "_")
            array.astype("<f4").tofile(folder / file)
            manifest[NAMES[name]] = {"filename": file, "shape": list(array.shape)}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        (folder / "vocab.json").write_text(json.dumps(vocabulary, sort_keys=True))
        return folder

    def test_a_model(self):
        tensors = weights.random_tensors(SHAPES)
        vocabulary = {key: i for i, key in enumerate(CHARACTERS)}
        result = self.convert(self.model(tensors, vocabulary), self.out)
        self.assertIn("not the tensors of the published model", result.stderr)
        self.assert_tensors(weights.datasets(self.out), tensors)
        self.assertEqual(weights.attributes(self.out)["vocab_by_id"], CHARACTERS)

    @unittest.skipUnless(PUBLISHED.exists(), f"{PUBLISHED.name} is not in IMCBENCH_DATA/models")
    def test_published_tensors_with_damaged_keys(self):
        tensors, about = weights.datasets(PUBLISHED), weights.attributes(PUBLISHED)
        known = {key: i for i, key in enumerate(about["vocab_by_id"])}
        self.assertEqual(self.convert(self.model(tensors, known), self.out).stderr, "")
        damaged = {{"U": "(U", "u": "\u00fc"}.get(key, key): i for key, i in known.items()}
        result = self.convert(self.model(tensors, damaged), self.out, "--overwrite")
        self.assertIn("damaged keys put right", result.stderr)
        self.assert_tensors(weights.datasets(self.out), tensors)
        self.assertEqual(weights.attributes(self.out)["vocab_by_id"], about["vocab_by_id"])

    def test_what_is_wrong_is_said(self):
        tensors = weights.random_tensors(SHAPES)
        vocabulary = {key: i for i, key in enumerate(CHARACTERS)}
        broken = {("ab" if key == "0" else key): i for key, i in vocabulary.items()}
        self.refuse("found 65 keys, among them 'ab'", self.model(tensors, broken), self.out)
        self.refuse("numbers 0 to 64, each once; found 64 keys",
                    self.model(tensors, dict(list(vocabulary.items())[1:])), self.out)
        self.refuse("rnnlm_softmax_b: 64 values, shape [64]; expected [65]",
                    self.model(tensors | {"out/bias": np.zeros(64, "f4")}, vocabulary), self.out)
        del tensors["out/bias"]
        folder = self.model(tensors, vocabulary)
        self.refuse("0 variables are named softmax_b; expected one, for out/bias", folder, self.out)
        (folder / "manifest.json").write_text("{")
        self.refuse("manifest.json: no JSON", folder, self.out)
        (folder / "manifest.json").write_text("[]")
        self.refuse("manifest.json: expected an object", folder, self.out)
        (folder / "manifest.json").write_text(
            json.dumps({"embedding": {"filename": "../x", "shape": [65, 128]}}))
        self.refuse("../x is no name of a file beside it", folder, self.out)
        self.refuse("No such file", self.folder / "none", self.out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
