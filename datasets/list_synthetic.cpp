// SPDX-License-Identifier: Apache-2.0
// Records of the list: sets that this program makes.
#include "datasets/glyphs.h"
#include "datasets/hmm_text.h"
#include "datasets/list_groups.h"
#include "datasets/recall.h"
#include "datasets/temporal_xor.h"
#include "datasets/windows.h"


namespace imcbench {

namespace {

using Paths = std::span<const std::filesystem::path>;

Dataset read_glyphs(const DatasetRecord&, const SplitRecord& split, Paths) {
  return make_glyphs(split.name, split.count);
}

TokenStream read_hmm_tokens(const DatasetRecord&, const SplitRecord& split, Paths) {
  return make_hmm_text(split.name, split.count);
}

Dataset read_hmm_text(const DatasetRecord& record, const SplitRecord& split, Paths paths) {
  TokenStream stream = read_hmm_tokens(record, split, paths);
  Dataset data = cut_windows(stream.tokens, record.height, record.predictions);
  data.classes = record.classes;
  data.vocabulary = std::move(stream.vocabulary);
  return data;
}

Dataset read_recall(const DatasetRecord&, const SplitRecord& split, Paths) {
  return make_recall(split.name, split.count);
}

Dataset read_temporal_xor(const DatasetRecord&, const SplitRecord& split, Paths) {
  return make_temporal_xor(split.name, split.count);
}

constexpr SplitRecord kHmmSplits[] = {
    {"train", 10000, "1884604e9c90ed381130fcad02655fc119ffe5f80d9113e4a0ddc0102302d7a6", {}},
    {"test", 2000, "460e184fb15c83713e899d0e47aaf4252d6138e40a88d5166d1a134733ad42a5", {}}};
constexpr SplitRecord kRecallSplits[] = {
    {"train", 20000, "1982458dd4a85573a7f6e3bb4096b256e6675fb02dc65be83dc4ddfba18f17e7", {}},
    {"test", 5000, "89a3ebdbb8747349e3fdd540db4925dc2755936846858f4f10fc53e3b32cb92b", {}}};
constexpr SplitRecord kXorSplits[] = {
    {"train", 20000, "f8ba0c3ed2b89bad4d69fabe88102c41e45b0105b39c815ddf971a63b021366a", {}},
    {"test", 10000, "d1cbad6a4dcce4bff33f875d355186c6594bc4e548df5d450287e06ec2726bfc", {}}};

constexpr std::string_view kLicence = "Apache-2.0 (made by this program)";

constexpr SplitRecord kGlyphSplits[] = {
    {"train", 20000, "0524e97f3d620c36de95a0bd7a9a0003a44a6c8454421bbfcf1ac89087435295", {}},
    {"test", 10000, "9e991043099b12d9ab4e35950998013b508784b686c70a0e5367f12ac146b70a", {}}};

constexpr DatasetRecord kGlyphs = {
    .name = "glyphs",
    .title = "Seven-segment digits in Gaussian noise, best accuracy known (synthetic)",
    .height = kGlyphSide,
    .width = kGlyphSide,
    .channels = 1,
    .classes = kGlyphClasses,
    .licence = kLicence,
    .citation = "imcbench, datasets/glyphs.h",
    .optimum = {.accuracy = 0.948083, .loss_nat = {}},
    .splits = kGlyphSplits,
    .read = read_glyphs};

constexpr DatasetRecord kHmmText = {
    .name = "hmm-text",
    .title = "Running text of a hidden Markov model, best predictor known (synthetic)",
    .kind = DataKind::tokens,
    .height = kHmmLength,
    .width = 1,
    .channels = 1,
    .classes = kHmmPlaces,
    .predictions = kHmmPredictions,
    .vocabulary = kHmmPlaces,
    .licence = kLicence,
    .citation = "imcbench, datasets/hmm_text.h",
    .optimum = {.accuracy = kHmmBestAccuracy, .loss_nat = kHmmBestLossNat},
    .splits = kHmmSplits,
    .read = read_hmm_text,
    .read_tokens = read_hmm_tokens};

constexpr DatasetRecord kRecall = {
    .name = "associative-recall",
    .title = "Eight keys with values, then a key: which value? Always answerable (synthetic)",
    .kind = DataKind::tokens,
    .height = kRecallLength,
    .width = 1,
    .channels = 1,
    .classes = kRecallValues,
    .vocabulary = kRecallKeys + kRecallValues,
    .licence = kLicence,
    .citation = "imcbench, datasets/recall.h",
    .optimum = {.accuracy = 1.0, .loss_nat = 0.0},
    .splits = kRecallSplits,
    .read = read_recall};

constexpr DatasetRecord kTemporalXor = {
    .name = "temporal-xor",
    .title = "Do two marked bits of 24 noisy ones differ? Best accuracy known (synthetic)",
    .kind = DataKind::features,
    .height = kXorSteps,
    .width = 1,
    .channels = 2,
    .classes = 2,
    .licence = kLicence,
    .citation = "imcbench, datasets/temporal_xor.h",
    .optimum = {.accuracy = 0.955535, .loss_nat = 0.114243},
    .splits = kXorSplits,
    .read = read_temporal_xor};

constexpr DatasetRecord kSets[] = {kGlyphs, kHmmText, kRecall, kTemporalXor};

}  // namespace

std::span<const DatasetRecord> synthetic_sets() { return kSets; }

}  // namespace imcbench
