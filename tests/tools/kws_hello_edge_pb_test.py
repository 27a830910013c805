# SPDX-License-Identifier: Apache-2.0
"""tools/convert/kws_hello_edge_pb.py on frozen graphs written here: the tensors come out in the
layout that `imcbench import` reads. Names in the graphs are those of the authors' programs. Where
IMCBENCH_DATA has the published tensors, these are what is in the graphs."""
import unittest

import numpy as np

import weights
from protobuf_writer import constant, graph, integers, node

import frozen_graph
from kws_hello_edge_pb import NETWORKS

PUBLISHED = weights.MODELS / "kws_arm_hello_edge.h5"
FILES = {"basic_lstm_m": "Basic_LSTM_M.pb", "basic_lstm_s": "Basic_LSTM_S.pb",
         "crnn_s": "CRNN_S.pb", "ds_cnn_s": "DS_CNN_S.pb", "gru_m": "GRU_M.pb",
         "gru_s": "GRU_S.pb", "lstm_s": "LSTM_S.pb"}
# What the authors' programs name the variables, by the starts of the names here.
SCOPES = [("basic_lstm_cell/", "lstm/rnn/basic_lstm_cell/"), ("lstm_cell/", "lstm/rnn/lstm_cell/"),
          ("cell_", "rnn/multi_rnn_cell/cell_"), ("conv_", "DS-CNN/conv_"),
          ("fc1/weights", "DS-CNN/fc1/weights"), ("fc1/biases", "DS-CNN/fc1/biases"),
          ("out/weight", "W_o"), ("out/bias", "b_o")]
CRNN = {"conv/weight": "W", "conv/bias": "Variable", "fc1/weight": "fcw", "fc1/bias": "Variable_1",
        "out/weight": "Variable_2", "out/bias": "Variable_3"}
SCOPED_NORMS = [("/depthwise_conv/", "/dw_conv/"), ("/pointwise_conv/", "/pw_conv/"),
                ("/dw_batch_norm/", "/dw_conv/batch_norm/"),
                ("/pw_batch_norm/", "/pw_conv/batch_norm/")]


def name_in_graph(group, name, scoped_norms=False):
    if group == "crnn_s" and name in CRNN:
        return CRNN[name]
    for pattern, replacement in SCOPED_NORMS if scoped_norms else []:
        name = name.replace(pattern, replacement)
    for start, scope in SCOPES:
        if name.startswith(start):
            return scope + name[len(start):]
    raise AssertionError(name)


def frozen(group, tensors, **options):
    """The graph with more than the tensors, as graphs have: operators, shapes, other constants."""
    nodes = [node("wav_data", "Placeholder"), integers("Reshape/shape", [-1, 49, 10]),
             constant("rnn/zeros", np.zeros((1, 4), "f4"), "fewest"),
             constant("DS-CNN/conv_1/batch_norm/Const", np.ones(64, "f4"), "fewest")]
    for i, (name, array) in enumerate(tensors.items()):
        there = name_in_graph(group, name, **options)
        nodes.append(constant(there, array, "floats" if i % 2 else "content"))
        nodes.append(node(there + "/read", "Identity", inputs=[there]))
    return graph(nodes)


def random_network(group):
    return weights.random_tensors({name: shape for name, _, shape in NETWORKS[group][2]})


class HelloEdge(weights.ConverterTest):
    program = "kws_hello_edge_pb.py"

    def write(self, group, content):
        path = self.folder / FILES[group]
        path.write_bytes(content)
        return path

    def check(self, networks, **options):
        paths = [self.write(group, frozen(group, tensors, **options))
                 for group, tensors in networks.items()]
        result = self.convert(self.out, *paths)
        self.assertEqual(result.stderr.count("the published file has"), len(paths))
        for group, tensors in networks.items():
            self.assert_tensors(weights.datasets(self.out, group), tensors)
            about = weights.attributes(self.out, group)
            self.assertTrue(about["source_file"].endswith(FILES[group]))
            self.assertEqual(len(about["source_sha256"]), 64)

    def test_all_networks(self):
        self.check({group: random_network(group) for group in FILES})

    def test_norms_inside_the_scopes_of_their_convolutions(self):
        self.check({"ds_cnn_s": random_network("ds_cnn_s")}, scoped_norms=True)

    @unittest.skipUnless(PUBLISHED.exists(), "kws_arm_hello_edge.h5 is not in IMCBENCH_DATA/models")
    def test_published_tensors(self):
        published = {group: weights.datasets(PUBLISHED, group) for group in FILES}
        self.check(published)
        for group in FILES:
            about = weights.attributes(PUBLISHED, group)
            self.assertEqual(about["source_sha256"], NETWORKS[group][1])
            self.assertEqual(about["source_file"],
                             weights.attributes(self.out, group)["source_file"])

    def test_values_written_once_stand_for_all(self):
        path = self.write("gru_s", graph([constant("a", np.full((2, 3), 1.5, "f4"), "fewest"),
                                          constant("b", np.zeros((0, 3), "f4"))]))
        found = frozen_graph.constants(path)
        np.testing.assert_array_equal(found["a"], np.full((2, 3), 1.5))
        self.assertEqual(found["b"].shape, (0, 3))

    def test_what_is_wrong_is_said(self):
        tensors = random_network("gru_s")
        good = frozen("gru_s", tensors)
        for content in (good[:-20], b"hello", b"", b"\xff" * 40):
            self.refuse("GRU_S.pb: ", self.out, self.write("gru_s", content))
        other = tensors | {"out/bias": np.zeros(11, "f4")}
        self.refuse("b_o: shape [11]; expected [12]", self.out,
                    self.write("gru_s", frozen("gru_s", other)))
        del other["out/bias"]
        self.refuse("0 constants are named b_o; expected one, for out/bias", self.out,
                    self.write("gru_s", frozen("gru_s", other)))
        self.refuse("no network is named gru_l; known: basic_lstm_m, ", self.out,
                    self.folder / "GRU_L.pb")
        self.refuse("No such file", self.out, self.folder / "LSTM_S.pb")
        self.refuse("OUT.h5 FILE.pb", self.out)

    def test_an_existing_file_is_kept(self):
        path = self.write("gru_s", frozen("gru_s", random_network("gru_s")))
        self.convert(self.out, path)
        self.assertIn("exists; --overwrite", self.run_program(self.out, path).stderr)
        self.convert(self.out, path, "--overwrite")


if __name__ == "__main__":
    unittest.main(verbosity=2)
