# SPDX-License-Identifier: Apache-2.0
"""tools/convert/spoken_digits_features.py on synthetic recordings: tones and noise of different
lengths. The features are computed again from the definition, slowly and in float64."""
import contextlib
import io
import math
import pathlib
import sys
import tarfile
import tempfile
import unittest
import unittest.mock
import wave

import h5py
import numpy as np

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools/convert"
sys.path.insert(0, str(TOOLS))
import spoken_digits_features as tool  # noqa: E402

RATE_HZ = 8000


def slow_frame(frame):
    """Hann, |DFT| of 256, 26 triangles in mel from 20 to 4000 Hz, ln, DCT-II times sqrt(2 / 26)."""
    x = [value * math.sin(math.pi * i / 256) ** 2 for i, value in enumerate(frame)]
    low, high = (2595 * math.log10(1 + f / 700) for f in (20, 4000))
    width = (high - low) / 27
    energies = [0.0] * 26
    for k in range(1, 129):
        magnitude = abs(sum(v * np.exp(-2j * math.pi * (i * k % 256) / 256)
                            for i, v in enumerate(x)))
        mel = 2595 * math.log10(1 + k * RATE_HZ / 256 / 700)
        for f in range(26):
            energies[f] += max(1 - abs(mel - (low + (f + 1) * width)) / width, 0.0) * magnitude
    logs = [math.log(max(energy, 1e-6)) for energy in energies]
    return [math.sqrt(2 / 26) * sum(v * math.cos(math.pi / 26 * (f + 0.5) * c)
                                    for f, v in enumerate(logs)) for c in range(13)]


def samples_of(digit, speaker, number):
    length = 1000 + 300 * digit + 17 * number
    noise = np.random.RandomState(100 * digit + 10 * speaker + number)
    tone = 8000 * np.sin(2 * np.pi * (300 + 200 * digit) * np.arange(length) / RATE_HZ)
    return np.rint(tone + noise.normal(0, 500 + 100 * speaker, length)).astype("<i2")


def wav(samples, rate=RATE_HZ):
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return content.getvalue()


class SpokenDigitsFeatures(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.keep.name)
        self.addCleanup(self.keep.cleanup)
        self.enterContext(unittest.mock.patch.multiple(tool, DIGITS=2, RECORDINGS=3,
                                                       TEST_RECORDINGS=1))
        self.members = {"set-26eb9aa/README.md": b"text"}
        for number in (2, 0, 1):
            for speaker, name in reversed(list(enumerate(tool.SPEAKERS))):
                for digit in (1, 0):
                    self.members[f"set-26eb9aa/recordings/{digit}_{name}_{number}.wav"] = \
                        wav(samples_of(digit, speaker, number))

    def archive(self):
        path = self.folder / "set.tar.gz"
        with tarfile.open(path, "w:gz") as tar:
            for name, content in self.members.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        return path

    def convert(self, overwrite=False):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            tool.main(self.archive(), self.folder / "fsdd", overwrite)
        return said.getvalue()

    def test_order_split_and_features(self):
        self.assertIn("36 recordings", self.convert())
        with h5py.File(self.folder / "fsdd" / tool.FILE) as file:
            arrays = {name: item[()] for name, item in file.items()}
            self.assertEqual(file.attrs["speakers"], ",".join(tool.SPEAKERS))
            self.assertIn("spoken_digits_features.py", file.attrs["computed_by"])
        keys = [(d, s, n) for d in range(2) for s in range(6) for n in range(3)]
        self.assertEqual(list(zip(arrays["label"], arrays["speaker"], arrays["recording"])), keys)
        self.assertEqual(arrays["is_test"].tolist(), [int(n == 0) for _, _, n in keys])
        self.assertEqual(arrays["mfcc"].dtype, np.float16)
        lengths = [1 + (len(samples_of(*key)) - 256) // 128 for key in keys]
        self.assertEqual(arrays["offset"].tolist(), [0, *np.cumsum(lengths)])
        for clip, frame in ((0, 0), (7, 5), (20, 3), (35, lengths[35] - 1)):
            samples = samples_of(*keys[clip])[128 * frame:][:256] / 32768
            found = arrays["mfcc"][arrays["offset"][clip] + frame].astype(float)
            np.testing.assert_allclose(found, slow_frame(samples), rtol=2**-11, atol=1e-6)

    def refused(self, words):
        with self.assertRaisesRegex(ValueError, words):
            self.convert()
        self.assertFalse((self.folder / "fsdd" / tool.FILE).exists())

    def test_other_recordings_are_refused(self):
        name = "set-26eb9aa/recordings/1_theo_2.wav"
        whole = self.members.pop(name)
        self.refused("not the official recordings: 35 of 36 are there, and 0 others")
        self.members[name] = wav(samples_of(1, 4, 2), rate=16000)
        self.refused("1_theo_2.wav: 16000 samples a second; expected 8000")
        self.members[name] = wav(np.zeros(200, "<i2"))
        self.refused("1_theo_2.wav: 200 samples; expected at least 256")
        self.members[name] = b"no wav"
        self.refused("1_theo_2.wav: not a wav file")
        self.members[name] = whole
        self.members["recordings/1_thea_0.wav"] = whole
        self.refused("unknown speaker; expected one of george")

    def test_nothing_is_replaced_unasked(self):
        self.convert()
        with self.assertRaisesRegex(ValueError, "exists; --overwrite replaces it"):
            self.convert()
        self.convert(overwrite=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
