// SPDX-License-Identifier: Apache-2.0
// Records of the list: sentences with a class.
#include "datasets/list_groups.h"
#include "datasets/sentences.h"

namespace imcbench {

namespace {

using Paths = std::span<const std::filesystem::path>;

constexpr SentenceFormat kSst2{read_sst2, 2, 48, 10};
constexpr SentenceFormat kTrec{read_trec, 6, 24, 2};

// Files: the training text, then the text of the split if that is another.
template <const SentenceFormat& format>
Dataset read_split(const DatasetRecord&, const SplitRecord&, Paths paths) {
  return read_sentences(paths.front(), paths.back(), format);
}

// The copies that the checksums are of, at one commit each: GLUE's archive has no test labels, and
// the questions are offered in several forms that differ in white space.
#define IMC_SST2_COPY                                                       \
  "https://raw.githubusercontent.com/eyalbd2/Reproducing-AutoPrompt/"       \
  "6288fb5bec9c572f2492875ae0111df5b6daed11/glue_data/SST-2/"
#define IMC_TREC_COPY                                            \
  "https://raw.githubusercontent.com/FreedomIntelligence/qnn/"   \
  "77f549372d4371e7f2d52e77bc18df5096dd4779/data/TREC/"

constexpr FileRecord kSst2Train{
    "sst2_train.tsv", 3806081, "48eac26399f8456935f81dd9e3a745c1430adb6c62e233ccfe22db4a0d15d1d1",
    3806081, IMC_SST2_COPY "train_full.tsv"};
constexpr FileRecord kSst2Dev{
    "sst2_dev.tsv", 94931, "54a9c12c77e402fc14d6a66a506f24d999f596b0176eb777c972cccc2f9cc4b0",
    94931, IMC_SST2_COPY "dev.tsv"};
constexpr FileRecord kSst2Test{
    "sst2_test.tsv", 194804, "c0efc56ade6e0598d0f8daca1976e232aee0bcabca8e599341cad290d9d10b3c",
    194804, IMC_SST2_COPY "test-labeled.tsv"};
constexpr FileRecord kSst2TrainFiles[] = {kSst2Train};
constexpr FileRecord kSst2DevFiles[] = {kSst2Train, kSst2Dev};
constexpr FileRecord kSst2TestFiles[] = {kSst2Train, kSst2Test};
constexpr SplitRecord kSst2Splits[] = {
    {"train", 67349, "a97d23fb029c6daea9ffc7a69b69381acad5307f3f321c3b8369fb3174f676ad",
     kSst2TrainFiles},
    {"validation", 872, "727e64ada9b4e0ecbd5d22d882a7c8161892d74c7a42df020a471d5414985dc5",
     kSst2DevFiles},
    {"test", 1821, "998a21f91c29828c270e1fb0b39b882ef34b9d49820ddb3a166268ccf222d778",
     kSst2TestFiles}};

constexpr FileRecord kTrecTrain{
    "trec_train_5500.label", 333379,
    "8bd6e79493f43bbd22c364587366a1dced54e1e31259eaa92721a0f526031116", 333379,
    IMC_TREC_COPY "train_5500.label"};
constexpr FileRecord kTrecTest{
    "trec_TREC_10.label", 23269,
    "86ad53c8fc9d397ab2f4be7c967d8efb470b260140557d3e57afad69d1b88b76", 23269,
    IMC_TREC_COPY "TREC_10.label"};
#undef IMC_SST2_COPY
#undef IMC_TREC_COPY
constexpr FileRecord kTrecTrainFiles[] = {kTrecTrain};
constexpr FileRecord kTrecTestFiles[] = {kTrecTrain, kTrecTest};
constexpr SplitRecord kTrecSplits[] = {
    {"train", 5452, "01a3350b4c16403425c32232dd3e3f950d4a5dd34e9d1a64fce547698e428751",
     kTrecTrainFiles},
    {"test", 500, "bc7523f778be62aba978896d65bab6b6834d0189919f0540cd2fc9631e851e7d",
     kTrecTestFiles}};

constexpr DatasetRecord kSets[] = {
    {.name = "sst2",
     .title = "Is a film review for or against: sentences of up to 48 words",
     .kind = DataKind::tokens,
     .height = 48,
     .width = 1,
     .channels = 1,
     .classes = 2,
     .vocabulary = 6548,
     .licence = "none stated; given out for research (Stanford)",
     .citation = "R. Socher et al., \"Recursive deep models for semantic compositionality over a "
                 "sentiment treebank\", EMNLP (2013)",
     .folder = "text_cls",
     .splits = kSst2Splits,
     .read = read_split<kSst2>},
    {.name = "trec",
     .title = "What does a question ask for, six classes: up to 24 words",
     .kind = DataKind::tokens,
     .height = 24,
     .width = 1,
     .channels = 1,
     .classes = 6,
     .vocabulary = 3477,
     .licence = "none stated; given out for research (UIUC)",
     .citation = "X. Li, D. Roth, \"Learning question classifiers\", COLING (2002)",
     .folder = "text_cls",
     .splits = kTrecSplits,
     .read = read_split<kTrec>},
};

}  // namespace

std::span<const DatasetRecord> sentence_sets() { return kSets; }

}  // namespace imcbench
