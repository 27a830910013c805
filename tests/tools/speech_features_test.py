# SPDX-License-Identifier: Apache-2.0
"""tools/convert/speech_commands_features.py on synthetic clips: tones, noise, silence, short ones.

The features are computed again from the definitions, slowly and in float64: a DFT written as a sum,
triangles of the mel scale one by one, a cosine sum. What is known of the published features (the
value of a frame of zeros, the clips of the subset, the order of the clips) is held against them
where IMCBENCH_DATA has the files. The official clips are not at hand: nothing here reads them.
"""
import contextlib
import importlib.util
import io
import math
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest
import unittest.mock
import wave

import h5py
import numpy as np

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "tools/convert/speech_commands_features.py"
SPEC = importlib.util.spec_from_file_location("speech_commands_features", PROGRAM)
TOOL = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(TOOL)
DATA = pathlib.Path(os.environ.get("IMCBENCH_DATA", "/nowhere")) / "speech_kws"
COARSE, FINE, CODES = ("gsc_v0.02_test_mfcc49x10.h5", "gsc_v0.02_test_subset_mfcc98x40.h5",
                       "gsc_v0.02_test_mlperf_mfcc49x10_int8.h5")
WORDS = "_silence_ _unknown_ yes no up down left right on off stop go".split()
T = np.arange(16000) / 16000


def slow_frame(frame, size, filters, top_hz, coefficients, log):
    """One frame: Hann, |DFT|, triangles in mel, ln, DCT-II times sqrt(2 / filters)."""
    n = len(frame)
    x = [frame[i] * math.sin(math.pi * i / n) ** 2 for i in range(n)]
    phase = np.exp(-2j * np.pi * (np.outer(np.arange(size // 2 + 1), np.arange(n)) % size) / size)
    magnitude = abs((phase * x).sum(1))
    low, high = (2595 * math.log10(1 + f / 700) for f in (20, top_hz))
    width = (high - low) / (filters + 1)
    energies = [0.0] * filters
    for k in range(1, size // 2 + 1):
        mel = 2595 * math.log10(1 + k * 16000 / size / 700)
        for f in range(filters):
            weight = 1 - abs(mel - (low + (f + 1) * width)) / width
            energies[f] += max(weight, 0.0) * magnitude[k]
    logs = [log(energy) for energy in energies]
    return [math.sqrt(2 / filters) * sum(v * math.cos(math.pi / filters * (f + 0.5) * c)
                                         for f, v in enumerate(logs)) for c in range(coefficients)]


def floored(energy):
    return math.log(max(energy, 1e-12))


def clips():
    """{word: [int16 samples]}, three a word."""
    noise = np.random.RandomState(5)
    made = {word: [] for word in WORDS}
    for i, word in enumerate(WORDS):
        tone = 9000 * np.sin(2 * np.pi * (200 + 310 * i) * T)
        rough = noise.normal(0, 300 + 400 * i, 16000)
        made[word] = [tone, rough, (tone + rough)[:9000 + 500 * i]]
    made["_silence_"][0] = np.zeros(16000)
    return {word: [np.rint(clip).astype("<i2") for clip in made[word]] for word in WORDS}


def wav(samples, rate=16000, channels=1):
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return content.getvalue()


def archive(path, members):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def official(made):
    """Members as the archive has them, in no order."""
    members = {"./README.md": b"text", "./LICENSE": b"text"}
    for word in reversed(WORDS):
        for i in (2, 0, 1):
            members[f"./{word}/{i}_nohash.wav"] = wav(made[word][i])
    return members


class SpeechFeatures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = clips()
        cls.keep = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.keep.name)
        cls.archive = archive(cls.folder / "clips.tar.gz", official(cls.made))
        cls.clips = TOOL.read_archive(cls.archive)
        for name, (arrays, attributes) in TOOL.contents(cls.clips, subset_clips=2).items():
            TOOL.write(cls.folder / name, arrays, attributes)

    @classmethod
    def tearDownClass(cls):
        cls.keep.cleanup()

    def read(self, name):
        with h5py.File(self.folder / name) as file:
            return {key: item[()] for key, item in file.items()}, dict(file.attrs)

    def clip(self, number):
        """Samples [16000], padded, of the clip of that number in the files."""
        samples = self.made[WORDS[number // 3]][number % 3]
        return np.concatenate([samples, np.zeros(16000 - len(samples))])

    def test_clips_are_ordered_by_class_then_path(self):
        self.assertEqual(list(self.clips), [f"{w}/{i}_nohash.wav" for w in WORDS for i in range(3)])
        for number, samples in enumerate(self.clips.values()):
            np.testing.assert_array_equal(samples, self.clip(number))

    def test_arrays_labels_and_attributes(self):
        arrays, attributes = self.read(COARSE)
        self.assertEqual((arrays["mfcc"].shape, arrays["mfcc"].dtype), ((36, 49, 10), np.float16))
        self.assertEqual(arrays["label"].tolist(), [i // 3 for i in range(36)])
        self.assertEqual(arrays["label"].dtype, np.uint8)
        self.assertEqual(attributes["labels"], ",".join(WORDS))
        self.assertIn("speech_commands_features.py", attributes["computed_by"])
        arrays, _ = self.read(FINE)
        index = arrays["index_in_full_test"]
        self.assertEqual((arrays["mfcc"].shape, arrays["mfcc"].dtype), ((22, 98, 40), np.float16))
        self.assertEqual(arrays["label"].tolist(), [i for i in range(1, 12) for _ in range(2)])
        self.assertEqual((index // 3).tolist(), arrays["label"].tolist())
        self.assertTrue((np.diff(index) > 0).all())
        self.assertEqual([p.decode() for p in arrays["file"]], [list(self.clips)[i] for i in index])
        arrays, attributes = self.read(CODES)
        names = [name.lower() for name in attributes["labels"].split(",")]
        self.assertEqual([names[label] for label in arrays["label"]],
                         [word.strip("_") for word in WORDS for _ in range(3)])
        self.assertEqual((arrays["mfcc_int8"].shape, arrays["mfcc_int8"].dtype),
                         ((36, 49, 10), np.int8))

    def test_49x10_agrees_with_the_definition(self):
        mfcc = self.read(COARSE)[0]["mfcc"]
        for number, frame in ((0, 0), (1, 7), (3, 48), (17, 40), (20, 5), (35, 47)):
            samples = self.clip(number)[320 * frame:][:640] / 32768
            expected = slow_frame(samples, 1024, 40, 4000, 10, floored)
            np.testing.assert_allclose(mfcc[number, frame].astype(float), expected, rtol=2**-11,
                                       atol=1e-6)

    def test_98x40_agrees_with_the_definition(self):
        arrays, _ = self.read(FINE)
        for row, frame in ((0, 0), (5, 97), (21, 31)):
            samples = self.clip(arrays["index_in_full_test"][row])[160 * frame:][:480] / 32768
            expected = slow_frame(samples, 512, 80, 7600, 40, floored)
            np.testing.assert_allclose(arrays["mfcc"][row, frame].astype(float), expected,
                                       rtol=2**-11, atol=1e-6)

    def test_codes_agree_with_the_definition(self):
        arrays, attributes = self.read(CODES)
        self.assertEqual((attributes["scale"].dtype, attributes["zero_point"].dtype),
                         (np.float32, np.int32))
        for number, frame in ((0, 3), (2, 48), (4, 20), (33, 11)):
            samples = self.clip(number)
            samples = samples[320 * frame:][:480] / (samples.max() or 1)
            expected = np.array(slow_frame(samples, 512, 40, 4000, 10,
                                           lambda energy: math.log(energy + 1e-6)))
            wanted = np.clip(expected / float(attributes["scale"]) + 83, -128, 127)
            # Half a step of rounding.
            self.assertLess(abs(arrays["mfcc_int8"][number, frame] - wanted).max(), 0.5 + 1e-6)

    def test_a_tone_is_strongest_in_its_filter(self):
        weights = TOOL.mel_filters(TOOL.HELLO_EDGE)
        self.assertEqual(weights.shape, (513, 40))
        inside = (np.arange(513) * 15.625 > 110) & (np.arange(513) * 15.625 < 3700)
        np.testing.assert_allclose(weights[inside].sum(1), 1, atol=1e-12)  # triangles add up to 1
        self.assertEqual(weights[257:].max(), 0)

    def refused(self, text, members=None, source=None):
        source = source or archive(self.folder / "bad.tar.gz", members)
        out = self.folder / "out"
        result = subprocess.run([sys.executable, "-B", PROGRAM, source, out],
                                capture_output=True, text=True)
        self.assertEqual(result.returncode, 1)
        self.assertIn(text, result.stderr)
        self.assertNotIn("Traceback", result.stderr)
        self.assertFalse(out.exists())

    def test_what_is_wrong_is_said(self):
        good = self.made["yes"][0]
        self.refused("No such file or directory: '/nowhere/x.tar.gz'", source="/nowhere/x.tar.gz")
        (self.folder / "text.tar.gz").write_bytes(b"hello")
        self.refused("text.tar.gz: ", source=self.folder / "text.tar.gz")
        cut = self.archive.read_bytes()[:50000]
        (self.folder / "cut.tar.gz").write_bytes(cut)
        self.refused("cut.tar.gz: ", source=self.folder / "cut.tar.gz")
        self.refused("yes/a.wav: 8000 samples a second; expected 16000",
                     {"yes/a.wav": wav(good, rate=8000)})
        self.refused("yes/a.wav: 2 channels of 16 bits; expected 1 of 16",
                     {"yes/a.wav": wav(good, channels=2)})
        self.refused("yes/a.wav: 16001 of 16001 samples; expected 1 to 16000",
                     {"yes/a.wav": wav(np.ones(16001, "<i2"))})
        self.refused("yes/a.wav: 14978 of 16000 samples", {"yes/a.wav": wav(good)[:30000]})
        self.refused("yes/a.wav: not a wav file", {"yes/a.wav": b"RIFF"})
        self.refused("cat/a.wav: unexpected folder; expected one of _silence_",
                     {"./cat/a.wav": b""})
        self.refused("yes/x/a.wav: unexpected folder", {"yes/x/a.wav": b""})
        self.refused("clips.tar.gz: not the clips of the official test set: _silence_ 3 of 408",
                     source=self.archive)
        with self.assertRaisesRegex(ValueError, "yes/a.wav: no sample is above zero"):
            TOOL.of_maximum_one(-np.ones((1, 16000)), ["yes/a.wav"])

    def test_all_files_are_written_once(self):
        out = self.folder / "made" / "speech_kws"
        few = {"CLIPS": dict.fromkeys(WORDS, 3), "has_published_order": lambda paths: True,
               "contents": lambda clips, contents=TOOL.contents: contents(clips, 2)}
        with unittest.mock.patch.multiple(TOOL, **few):
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                TOOL.main(self.archive, out, overwrite=False)
                with self.assertRaisesRegex(ValueError, "exists; --overwrite replaces it"):
                    TOOL.main(self.archive, out, overwrite=False)
                TOOL.main(self.archive, out, overwrite=True)
        self.assertEqual(sorted(path.name for path in out.iterdir()), sorted((COARSE, FINE, CODES)))
        self.assertIn(f"{out / COARSE}: 36 x 49 x 10\n", said.getvalue())
        self.assertIn("the checksums are not the published\n", said.getvalue())
        with unittest.mock.patch.multiple(TOOL, CLIPS=few["CLIPS"]):
            with self.assertRaisesRegex(ValueError, "their paths differ from the published ones"):
                TOOL.main(self.archive, out, overwrite=True)

    def test_without_arguments_the_usage_is_printed(self):
        result = subprocess.run([sys.executable, "-B", PROGRAM], capture_output=True, text=True)
        self.assertEqual(result.returncode, 1)
        self.assertIn("ARCHIVE FOLDER", result.stderr)

    def test_nothing_is_left_of_a_file_that_could_not_be_written(self):
        target = self.folder / "part.h5"
        with self.assertRaises(TypeError):
            TOOL.write(target, {"mfcc": object()}, {})
        self.assertEqual(list(self.folder.glob("part.h5*")), [])


@unittest.skipUnless((DATA / COARSE).exists(), "the published features are not in IMCBENCH_DATA")
class PublishedFeatures(unittest.TestCase):
    """What can be compared without the clips."""

    def test_clips_and_labels(self):
        with h5py.File(DATA / COARSE) as file:
            labels = file["label"][:]
            paths = [path.decode() for path in file["file"][:]]
        self.assertTrue(TOOL.has_published_order(paths))
        TOOL.check_clips(paths, TOOL.CLIPS)
        self.assertEqual(sorted(paths, key=lambda path: (TOOL.word_of(path), path)), paths)
        self.assertEqual([TOOL.word_of(path) for path in paths], labels.tolist())
        with h5py.File(DATA / FINE) as file:
            np.testing.assert_array_equal(TOOL.subset_of(labels), file["index_in_full_test"][:])
        with h5py.File(DATA / CODES) as file:
            np.testing.assert_array_equal(TOOL.mlperf_labels(labels), file["label"][:])
            self.assertEqual(file.attrs["scale"], TOOL.SCALE)
            self.assertEqual(file.attrs["zero_point"], TOOL.ZERO_POINT)

    def test_frames_of_zeros(self):
        zeros = np.zeros((1, 16000))
        with h5py.File(DATA / COARSE) as file:
            published = file["mfcc"][:]
        rows = published[published[:, :, 0] < -247]
        self.assertGreater(len(rows), 1000)
        flat = TOOL.mfcc(zeros, TOOL.HELLO_EDGE)[0, 0]
        np.testing.assert_allclose(rows[0].astype(float), flat.astype(np.float16), atol=1e-6)
        with h5py.File(DATA / FINE) as file:
            first = file["mfcc"][:, :, 0].min()
        self.assertEqual(first, np.float16(TOOL.mfcc(zeros, TOOL.KWT)[0, 0, 0]))
        with h5py.File(DATA / CODES) as file:
            codes = file["mfcc_int8"][:]
        flat = TOOL.quantized(TOOL.mfcc(zeros, TOOL.MLPERF))[0, 0]
        self.assertGreater((codes == flat).all(-1).sum(), 1000)


if __name__ == "__main__":
    unittest.main(verbosity=2)
