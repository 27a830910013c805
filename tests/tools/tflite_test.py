# SPDX-License-Identifier: Apache-2.0
"""tools/convert/dscnn_mlperf_tflite.py on the official file; kwt1_tflite.py on files written here
that hold the published weights, their names and order shuffled, some matrices the other way round,
and other constants beside them."""
import unittest

import numpy as np

import flatbuffer_writer
import weights

import kwt1_tflite

DSCNN = weights.MODELS / "kws_ref_model_mlperf_tiny_int8.tflite"
DSCNN_READ = weights.MODELS / "dscnn_kws_mlperf_tiny.h5"
KWT1 = weights.MODELS / "kwt1_speech_commands.h5"


class Dscnn(weights.ConverterTest):
    program = "dscnn_mlperf_tflite.py"

    @unittest.skipUnless(DSCNN.exists(), f"{DSCNN.name} is not in IMCBENCH_DATA/models")
    def test_the_official_file(self):
        result = self.convert(DSCNN, self.out)
        self.assertEqual(result.stderr, "")
        expected = weights.datasets(DSCNN_READ)
        self.assert_tensors(weights.datasets(self.out), expected)
        for group in {name.split("/")[0] for name in expected}:
            found, known = (weights.attributes(file, group) for file in (self.out, DSCNN_READ))
            self.assertEqual(found.keys(), known.keys())
            for name, value in known.items():
                np.testing.assert_array_equal(found[name], value)
        found, known = weights.attributes(self.out), weights.attributes(DSCNN_READ)
        for name in ("input_scale", "input_zero_point", "source_sha256"):
            self.assertEqual(found[name], known[name])

    @unittest.skipUnless(DSCNN.exists(), f"{DSCNN.name} is not in IMCBENCH_DATA/models")
    def test_a_damaged_file_is_refused(self):
        whole, path = DSCNN.read_bytes(), self.folder / "cut.tflite"
        for end in (6, 100, 20000, 40000, len(whole) - 2000):
            path.write_bytes(whole[:end])
            self.refuse("cut.tflite: ", path, self.out)

    def test_other_files_are_refused(self):
        path = self.folder / "other.tflite"
        path.write_bytes(flatbuffer_writer.model({"a": np.ones((2, 3), "f4")}))
        self.refuse("layers none; expected conv, depthwise, conv,", path, self.out)
        for content in (b"", b"TFL3", b"\0\0\0\0TFL4" + bytes(40), b"\xff\xff\xff\x7fTFL3"):
            path.write_bytes(content)
            self.refuse("other.tflite: ", path, self.out)
        self.refuse("No such file", self.folder / "none.tflite", self.out)
        self.refuse("kws_ref_model.tflite OUT.h5", path)


class Kwt1(weights.ConverterTest):
    program = "kwt1_tflite.py"

    def file(self, tensors, turned=()):
        """With the tensors under numbers, in no order, beside other constants."""
        draw = np.random.default_rng(3)
        names = draw.permutation(list(tensors))
        constants = {"filters": draw.standard_normal((80, 40), "f4"),
                     "shape": np.array([1, 98], "i4"),
                     "codes": np.array([[1, 2]], "i1")}
        for i, name in enumerate(names):
            array = tensors[name].T if name in turned else tensors[name]
            constants[f"model/{i}"] = array[None] if i % 3 == 0 else array
        path = self.folder / "non_stream.tflite"
        path.write_bytes(flatbuffer_writer.model(constants))
        return path

    def test_the_list_has_every_tensor_that_the_layout_has(self):
        names = {name: shape for name, shape in kwt1_tflite.wanted().values()}
        self.assertEqual(len(names), 2 + 2 + 12 * 13 + 2)
        self.assertEqual(sum(np.prod(shape) for shape in names.values()), 607308)

    @unittest.skipUnless(KWT1.exists(), f"{KWT1.name} is not in IMCBENCH_DATA/models")
    def test_published_weights(self):
        tensors = weights.datasets(KWT1)
        turned = {"embed/weight", "block3/attn/q/weight", "block7/mlp/fc1/weight", "pos_emb"}
        result = self.convert(self.file(tensors, turned), self.out)
        self.assertIn("the published file has", result.stderr)
        self.assert_tensors(weights.datasets(self.out), tensors)
        self.assertEqual(weights.attributes(KWT1)["source_sha256"], kwt1_tflite.SHA256)

    @unittest.skipUnless(KWT1.exists(), f"{KWT1.name} is not in IMCBENCH_DATA/models")
    def test_one_changed_bit_is_refused(self):
        tensors = weights.datasets(KWT1)
        tensors["block5/attn/v/weight"].view("u4")[3, 4] ^= 1
        self.refuse("1 of 162 weights of the published KWT-1 are not in it: block5/attn/v/weight",
                    self.file(tensors), self.out)

    def test_another_network_is_refused(self):
        self.refuse("162 of 162 weights", self.file({"a": np.ones((64, 40), "f4")}), self.out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
