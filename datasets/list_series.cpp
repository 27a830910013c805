// SPDX-License-Identifier: Apache-2.0
// Records of the list: sequences of measurements.
#include "datasets/digits.h"
#include "datasets/list_groups.h"
#include "datasets/series.h"

namespace imcbench {

namespace {

using Paths = std::span<const std::filesystem::path>;

Dataset read_series_split(const DatasetRecord& record, const SplitRecord&, Paths paths) {
  return read_series(paths[0], record.height, record.channels, record.classes);
}

Dataset read_digits_split(const DatasetRecord&, const SplitRecord& split, Paths paths) {
  return read_digits(paths[0], split.name);
}

// The copies of the aeon project, which the archive's own people look after, at one commit.
#define IMC_AEON                                                  \
  "https://raw.githubusercontent.com/aeon-toolkit/aeon/"          \
  "a101ddc8b35a65441609b45c9bcce5aeafa0c131/aeon/datasets/data/"

constexpr FileRecord kVowelsTrain[] = {
    {"JapaneseVowels_TRAIN.ts", 487971,
     "68a430eabd919cc77f40b1f5f3bc0dcafacc1486bca9260785aeb7d262cc78cd", 487971,
     IMC_AEON "JapaneseVowels/JapaneseVowels_TRAIN.ts"}};
constexpr FileRecord kVowelsTest[] = {
    {"JapaneseVowels_TEST.ts", 649132,
     "b3d41d6a0ca3bcad3afb9ca7d4365382aa51341e2e58bae2a574babdda5b9462", 649132,
     IMC_AEON "JapaneseVowels/JapaneseVowels_TEST.ts"}};
constexpr SplitRecord kVowelsSplits[] = {
    {"train", 270, "8b606f2843dc697031f1f9e684aa3ceb052849140716b706e0a793d4f622fce5",
     kVowelsTrain},
    {"test", 370, "51d4221c7db2e39469427d6c00f59cbdcab383430015ba43d9db88b3704a6958",
     kVowelsTest}};

constexpr FileRecord kPowerTrain[] = {
    {"ItalyPowerDemand_TRAIN.ts", 18300,
     "341269cb7e6cef96846b30e774580beec79addb93848ba360145219115a74b7c", 18300,
     IMC_AEON "ItalyPowerDemand/ItalyPowerDemand_TRAIN.ts"}};
constexpr FileRecord kPowerTest[] = {
    {"ItalyPowerDemand_TEST.ts", 274054,
     "26122451f87dd0387ef90b18bc8a86c041371b8a1c068004922b939971247144", 274054,
     IMC_AEON "ItalyPowerDemand/ItalyPowerDemand_TEST.ts"}};
#undef IMC_AEON
constexpr SplitRecord kPowerSplits[] = {
    {"train", 67, "56c9b34f2d61c1cdec0c8e00c5c2df8a15a1fd40ee93d760b336dc5b81d39f13",
     kPowerTrain},
    {"test", 1029, "91d9e5189b2093df646743055b185bf60f263f10cac739c7ffec6446b5dcc935",
     kPowerTest}};

constexpr FileRecord kDigitsFile[] = {
    {"fsdd_mfcc13.h5", 1803213,
     "55be17bdc8e77b28bbd805fc6cb12d202e3f472fc79f976633b26b0178e2cb79", 0}};
constexpr SplitRecord kDigitsSplits[] = {
    {"train", 2700, "77974a1f0e7d4062e283ec37ab95d156eb3ff5236b5d929613ba410ba0b1b907",
     kDigitsFile},
    {"test", 300, "23a2cf8075773d442df6aa4623b3e96fd000f6f4c9fcb1d7ab03289d551dde63",
     kDigitsFile},
    {"train-without-george", 2500, "e006a87e07413c21ca67936efb7ce622a1756ce3b66c4df1caadf92ff6ef1e38",
     kDigitsFile},
    {"test-george", 500, "5b9c4339f77f4d0d7582643c898805b8b364b2661e31be43c3d59748d58ba292",
     kDigitsFile},
    {"train-without-jackson", 2500, "c3ec7f37d07b498353a5bcba35a68416fdb350219bafe245326bcd9b37e39423",
     kDigitsFile},
    {"test-jackson", 500, "947785237e8098fc864e8070cd2a398bfa33e5f2bba3385c66312544cf90a038",
     kDigitsFile},
    {"train-without-lucas", 2500, "9216fcea36b9cd16f3a990fa6c01329597a9243f88229449b6d66a166e39fc4f",
     kDigitsFile},
    {"test-lucas", 500, "0f4073b04829bbdfa986f91ab8ec38fb158d8451471d34c393469b8407937537",
     kDigitsFile},
    {"train-without-nicolas", 2500, "2de87a4ec74093ed54aedfce3a990fea067eec30cf0a7f504ace7ed09fb5df1e",
     kDigitsFile},
    {"test-nicolas", 500, "1927ef43d0adb37e5b8e0bee1951261b1d03975a9c73e6525bfd06a7cea60f38",
     kDigitsFile},
    {"train-without-theo", 2500, "693a4ddb80a5b88139fe7834341de087d23822370765e0fc00e9e4d8602ebe9f",
     kDigitsFile},
    {"test-theo", 500, "59076552d08b08ad1b9e48e2f6f4025aed9cb0ed33e677e5096f79c856e7ba66",
     kDigitsFile},
    {"train-without-yweweler", 2500, "fbf0cacc65604095453d558a1ff0946273dd6ecace38d75667a8123027d7ac33",
     kDigitsFile},
    {"test-yweweler", 500, "f7feb6b918232345fded415de4f535f705d4efcaf84a5617816c9ec73c47f39d",
     kDigitsFile}};

constexpr DatasetRecord kSets[] = {
    {.name = "japanese-vowels",
     .title = "Which of nine speakers says /ae/: 12 channels, 7 to 29 steps padded to 29",
     .kind = DataKind::features,
     .height = 29,
     .width = 1,
     .channels = 12,
     .classes = 9,
     .licence = "CC BY 4.0 (UCI repository)",
     .citation = "M. Kudo, J. Toyama, M. Shimbo, \"Multidimensional curve classification using "
                 "passing-through regions\", Pattern Recognition Letters 20 (1999)",
     .folder = "sequences",
     .sorted_by_class = true,
     .splits = kVowelsSplits,
     .read = read_series_split},
    {.name = "italy-power-demand",
     .title = "Winter or summer from one day's electricity demand: 24 hours",
     .kind = DataKind::features,
     .height = 24,
     .width = 1,
     .channels = 1,
     .classes = 2,
     .licence = "none stated; the UCR archive asks for the citation",
     .citation = "H. A. Dau et al., \"The UCR time series archive\", IEEE/CAA J. Automatica Sinica "
                 "6(6) (2019)",
     .folder = "sequences",
     .splits = kPowerSplits,
     .read = read_series_split},
    {.name = "spoken-digits",
     .title = "Digits said by six speakers: 64 frames of 13 coefficients",
     .kind = DataKind::features,
     .height = kDigitFrames,
     .width = 1,
     .channels = kDigitCoefficients,
     .classes = 10,
     .licence = "CC BY-SA 4.0; the features are derived from the recordings",
     .citation = "Z. Jackson et al., Free Spoken Digit Dataset, "
                 "github.com/Jakobovski/free-spoken-digit-dataset",
     .folder = "fsdd",
     .preparation = "tools/convert/spoken_digits_features.py computes the features from the "
                    "recordings of github.com/Jakobovski/free-spoken-digit-dataset",
     .sorted_by_class = true,
     .splits = kDigitsSplits,
     .read = read_digits_split},
};

}  // namespace

std::span<const DatasetRecord> series_sets() { return kSets; }

}  // namespace imcbench
