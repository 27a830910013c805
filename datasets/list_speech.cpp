// SPDX-License-Identifier: Apache-2.0
// Records of the list: speech.
#include "datasets/list_groups.h"
#include "datasets/speech.h"

namespace imcbench {

namespace {

using Paths = std::span<const std::filesystem::path>;

constexpr SpeechFormat kFullRate{.classes = 12, .frames = 49, .coefficients = 10,
                                 .drop_first_class = true};
constexpr SpeechFormat kHalfRate{.classes = 12, .frames = 49, .coefficients = 10, .frame_step = 2,
                                 .drop_first_class = true};
constexpr SpeechFormat kFine{.classes = 12, .frames = 98, .coefficients = 40,
                             .drop_first_class = true};
constexpr SpeechFormat kMlperf{.classes = 12, .frames = 49, .coefficients = 10, .quantized = true};

template <const SpeechFormat& format>
Dataset read_clips(const DatasetRecord&, const SplitRecord& split, Paths paths) {
  return read_speech(paths[0], format, split.name);
}

constexpr std::string_view kPreparation =
    "tools/convert/speech_commands_features.py computes the features from "
    "speech_commands_test_set_v0.02.tar.gz, or name a mirror that has the file with "
    "IMCBENCH_FETCH_BASE";
constexpr std::string_view kLicence = "CC BY 4.0 (Google); the features are derived from the clips";
constexpr std::string_view kCitation =
    "P. Warden, \"Speech Commands: a dataset for limited-vocabulary speech recognition\", "
    "arXiv:1804.03209 (2018); front end of Y. Zhang, N. Suda, L. Lai, V. Chandra, \"Hello Edge: "
    "keyword spotting on microcontrollers\", arXiv:1711.07128 (2017)";
constexpr std::string_view kFineCitation =
    "P. Warden, arXiv:1804.03209 (2018); front end of A. Berg, M. O'Connor, M. T. Cruz, \"Keyword "
    "Transformer: a self-attention model for keyword spotting\", Interspeech (2021)";
constexpr std::string_view kMlperfCitation =
    "P. Warden, arXiv:1804.03209 (2018); front end of C. Banbury et al., \"MLPerf Tiny "
    "benchmark\", NeurIPS Datasets and Benchmarks (2021)";

constexpr FileRecord kArmFile[] = {
    {"gsc_v0.02_test_mfcc49x10.h5", 4131546,
     "0f35013a5e48ed5900a34508a0ee64d731f725c497568db3ee7ed35be663310c", 0}};
constexpr FileRecord kFineFile[] = {
    {"gsc_v0.02_test_subset_mfcc98x40.h5", 7448423,
     "4654f89be2dd1dc4c85ef55b1a62a560016cf4a9174995f08a4c5b51ea74a8ee", 0}};
constexpr FileRecord kMlperfFile[] = {
    {"gsc_v0.02_test_mlperf_mfcc49x10_int8.h5", 1364000,
     "fa3e6169c2c9488c2393c2b920512abc2f04f2893af03b91e239a18eca387faa", 0}};

constexpr SplitRecord kFullRateSplits[] = {
    {"train", 2239, "2bc4ac37d082f07a36cd434e19c683970111fc01db567e43e92facb6b5f0058d",
     kArmFile},
    {"test", 2243, "1e98a98e1c537dd96ac6ec2f3f12ca46915e908de34feee9902e9ef457cf2c60",
     kArmFile},
    {"all", 4482, "e6b3b5dd3188b9adb6cf39d4e8a44b174301853961e3534827e778f117d737eb",
     kArmFile}};
constexpr SplitRecord kHalfRateSplits[] = {
    {"train", 2239, "486d5bd61b3005fc203215a25785f95718ec2f8795b9d1e96f1a081def965ee5",
     kArmFile},
    {"test", 2243, "b7811ea0c02b4ecc0a609676e9b9610fa029d7f024d933594297cca837edb339",
     kArmFile},
    {"all", 4482, "c495438bca1b32f655629333a5ae159178f8065be929b5929f40abb6fa0ace3f",
     kArmFile}};
constexpr SplitRecord kFineSplits[] = {
    {"train", 550, "135e9f77686b495216d3de7a67e01567715fd5bf8f814563a7b5430e4dbeb96e",
     kFineFile},
    {"test", 550, "fadb651ee9ecde8bcec50f4ee5e5ce378c3f21b66dfa1e57b4bce46ac6f99d8c",
     kFineFile},
    {"all", 1100, "41dd12e7c2ff975c81af11196fe3b2fd9cf46fdb230129f936cf6852cd41747b",
     kFineFile}};
constexpr SplitRecord kMlperfSplits[] = {
    {"train", 2443, "65cad2b9598e1a4b626e871e32960be488f5c1f5136bdadd3589d4993c84d225",
     kMlperfFile},
    {"test", 2447, "d7d941b61ef1b8a139cc5f996a6ddc0a6a87121e8ddc240228f4179be0af3605",
     kMlperfFile},
    {"all", 4890, "0aac17534037611cbf631242f82e820db42ffd2cc9f23f08101e02536637836a",
     kMlperfFile}};

constexpr DatasetRecord kSets[] = {
    {.name = "speech-commands-mfcc49x10",
     .title = "Keyword spotting, ten words or an unknown one: 49 frames of 10 coefficients",
     .kind = DataKind::features,
     .height = 49,
     .width = 1,
     .channels = 10,
     .classes = 12,
     .licence = kLicence,
     .citation = kCitation,
     .folder = "speech_kws",
     .preparation = kPreparation,
     .sorted_by_class = true,
     .splits = kFullRateSplits,
     .read = read_clips<kFullRate>},
    {.name = "speech-commands-mfcc25x10",
     .title = "The same with every second frame: 25 frames of 10 coefficients",
     .kind = DataKind::features,
     .height = 25,
     .width = 1,
     .channels = 10,
     .classes = 12,
     .licence = kLicence,
     .citation = kCitation,
     .folder = "speech_kws",
     .preparation = kPreparation,
     .sorted_by_class = true,
     .splits = kHalfRateSplits,
     .read = read_clips<kHalfRate>},
    {.name = "speech-commands-mfcc98x40",
     .title = "Keyword spotting, 100 clips of each word: 98 frames of 40 coefficients",
     .kind = DataKind::features,
     .height = 98,
     .width = 1,
     .channels = 40,
     .classes = 12,
     .licence = kLicence,
     .citation = kFineCitation,
     .folder = "speech_kws",
     .preparation = kPreparation,
     .sorted_by_class = true,
     .splits = kFineSplits,
     .read = read_clips<kFine>},
    {.name = "speech-commands-mlperf",
     .title = "Keyword spotting of MLPerf Tiny, with silence: 49 frames of 10 coefficients",
     .kind = DataKind::features,
     .height = 49,
     .width = 1,
     .channels = 10,
     .classes = 12,
     .licence = kLicence,
     .citation = kMlperfCitation,
     .folder = "speech_kws",
     .preparation = kPreparation,
     .sorted_by_class = true,
     .splits = kMlperfSplits,
     .read = read_clips<kMlperf>},
};

}  // namespace

std::span<const DatasetRecord> speech_sets() { return kSets; }

}  // namespace imcbench
