// SPDX-License-Identifier: Apache-2.0
// Text: windows, corpora, sentences, series; what is said of malformed files.
#include "datasets/corpus.h"
#include "datasets/sentences.h"
#include "datasets/series.h"
#include "datasets/windows.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::TempFolder;
using Words = std::vector<std::string>;

std::filesystem::path put(const TempFolder& folder, const char* name, const std::string& text) {
  test::write_plain(folder / name, test::Bytes(text.begin(), text.end()));
  return folder / name;
}

TEST(Windows, EveryTokenIsScoredOnceAfterTheFirstContext) {
  for (const auto& [length, predictions] : {std::pair{7u, 3u}, {8u, 8u}, {5u, 1u}}) {
    for (std::uint32_t n = 0; n < 60; ++n) {
      std::vector<std::uint16_t> tokens(n);
      for (std::uint32_t i = 0; i < n; ++i) tokens[i] = static_cast<std::uint16_t>(i);
      const Dataset data = cut_windows(tokens, length, predictions);
      const std::uint32_t first = length - predictions + 1;
      ASSERT_EQ(data.labels.size(), data.count * predictions);
      for (std::uint32_t i = 0; i < data.labels.size(); ++i) ASSERT_EQ(data.labels[i], first + i);
      if (n > first) {
        ASSERT_LT(n - first - data.labels.size(), predictions) << "the remainder";
      }
      for (std::uint32_t k = 0; k < data.count; ++k) {
        for (std::uint32_t i = 0; i < length; ++i) {
          ASSERT_EQ(data.values[k * length + i], static_cast<float>(k * predictions + i));
        }
      }
    }
  }
}

TEST(Corpus, CharactersAreCodePointsInTheirOrder) {
  TempFolder folder;
  const auto path = put(folder, "text", "b\xc3\xa9" "a\nb\xc3\xa9" "a\nzz");  // 10 characters
  const TokenStream all = read_characters(path, {0, 100});
  EXPECT_EQ(all.vocabulary, (Words{"\n", "a", "b", "z", "\xc3\xa9"}));
  EXPECT_EQ(all.tokens, (std::vector<std::uint16_t>{2, 4, 1, 0, 2, 4, 1, 0, 3, 3}));
  EXPECT_EQ(read_characters(path, {80, 100}).tokens, (std::vector<std::uint16_t>{3, 3}));
}

TEST(Corpus, WordsAreNumberedByFrequencyThenBytes) {
  TempFolder folder;
  const auto training = put(folder, "train", " b a b \n c b\n");
  const TokenStream stream = read_word_lines(training, training);
  EXPECT_EQ(stream.vocabulary, (Words{"b", "<eos>", "a", "c"}));
  EXPECT_EQ(stream.tokens, (std::vector<std::uint16_t>{0, 2, 0, 1, 3, 0, 1}));
  const auto other = put(folder, "other", "a\nb d\n");
  EXPECT_EQ(test::input_error_of([&] { read_word_lines(training, other); }),
            other.string() + ":2: word 'd' is not in the training text");
}

TEST(Corpus, WhatIsNoUtf8IsAnInputErrorWithItsLine) {
  TempFolder folder;
  for (const char* bad : {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    const auto path = put(folder, "bad", std::string("fine\n") + bad + "\n");
    test::expect_contains(test::input_error_of([&] { read_characters(path, {0, 100}); }),
                          "bad:2: byte 0x");
  }
  test::expect_contains(
      test::input_error_of([&] { read_characters(put(folder, "empty", ""), {0, 100}); }),
      "empty; expected text");
}

TEST(Sentences, ArePaddedInFrontAndCutBehind) {
  TempFolder folder;
  const auto train = put(folder, "train", "sentence\tlabel\nGood good film \t1\nbad film\t0\r\n");
  const Dataset data = read_sentences(train, train, {read_sst2, 2, 3, 2});
  EXPECT_EQ(data.vocabulary, (Words{"<pad>", "<unk>", "film", "good"}));
  EXPECT_EQ(data.values, (std::vector<float>{3, 3, 2, 0, 1, 2}));
  EXPECT_EQ(data.labels, (std::vector<std::uint16_t>{1, 0}));
  EXPECT_EQ(read_sentences(train, train, {read_sst2, 2, 2, 2}).values,
            (std::vector<float>{3, 3, 1, 2}));
}

TEST(Sentences, QuestionsAreLatin1) {
  TempFolder folder;
  const Sentences s = read_trec(put(folder, "q", "LOC:city Is \xf0 so ?\nNUM:date When ?\n"));
  EXPECT_EQ(s.labels, (std::vector<std::uint16_t>{4, 5}));
  EXPECT_EQ(s.words[0], (Words{"is", "\xc3\xb0", "so", "?"}));
}

TEST(Sentences, MalformedLinesAreNamed) {
  TempFolder folder;
  const auto sst2 = [&](const std::string& text) {
    return test::input_error_of([&] { read_sst2(put(folder, "f", text)); });
  };
  test::expect_contains(sst2("text\tlabel\n"), "f:1: expected the header");
  test::expect_contains(sst2("sentence\tlabel\nfine\t1\nno tab\n"), "f:3: expected a sentence");
  test::expect_contains(sst2("sentence\tlabel\nfine\t2\n"), "f:2: expected a sentence");
  test::expect_contains(sst2("sentence\tlabel\n \t1\n"), "f:2: no words");
  const auto trec = [&](const std::string& text) {
    return test::input_error_of([&] { read_trec(put(folder, "f", text)); });
  };
  test::expect_contains(trec("NUM:date When ?\nwho\n"), "f:2: no ':'");
  test::expect_contains(trec("HUMM:ind Who ?\n"), "f:1: unknown class 'HUMM'; did you mean 'HUM'?");
}

const std::string kHeader = "# made up\n@problemName X\n@classLabel true a b\n@data\n";

TEST(Series, ChannelsBecomeFeaturesAndPaddingIsInFront) {
  TempFolder folder;
  const auto path = put(folder, "s.ts", kHeader + "1,2,3:-4,5e-1,6:b\n7:8:a\n");
  const Dataset data = read_series(path, 3, 2, 2);
  EXPECT_EQ(data.count, 2u);
  EXPECT_EQ(data.values, (std::vector<float>{1, -4, 2, 0.5f, 3, 6, 0, 0, 0, 0, 7, 8}));
  EXPECT_EQ(data.labels, (std::vector<std::uint16_t>{1, 0}));
}

TEST(Series, MalformedLinesAreNamed) {
  TempFolder folder;
  const auto message = [&](const std::string& text) {
    return test::input_error_of([&] { read_series(put(folder, "s.ts", text), 3, 2, 2); });
  };
  const std::string five = kHeader + "1:2:a\n";  // line 5 is right
  test::expect_contains(message(five + "1:a\n"), "s.ts:6: 2 parts between colons; expected 2");
  test::expect_contains(message(five + "1,2:3:a\n"), "s.ts:6: channel 2 has 1 steps; expected 2");
  test::expect_contains(message(five + "1,2,3,4:3:a\n"),
                        "s.ts:6: channel 1 has 4 steps; expected at most 3");
  test::expect_contains(message(five + "1,x:3,4:a\n"),
                        "s.ts:6: channel 1, step 2: 'x' is no finite number");
  test::expect_contains(message(five + "1,nan:3,4:a\n"), "'nan' is no finite number");
  test::expect_contains(message(five + "1:3:c\n"), "s.ts:6: unknown class 'c'");
  test::expect_contains(message("@classLabel true a\n"), "s.ts:1: expected '@classLabel true'");
  test::expect_contains(message("@data\n1:2:a\n"), "s.ts:1: no '@classLabel' before the data");
  test::expect_contains(message("1:2:a\n"), "s.ts:1: expected a comment, a header line");
  test::expect_contains(message(kHeader), "s.ts:4: ends without a case");
}

TEST(Tokens, TheStreamIsWhatTheWindowsAreCutFrom) {
  for (const char* name : {"hmm-text", "ptb", "tiny-shakespeare"}) {
    const DatasetRecord& record = find_dataset(name);
    if (!test::is_present(record)) continue;
    const TokenStream stream = load_tokens(name, "test");
    const Dataset data = load_dataset(name, "test");
    const Dataset cut = cut_windows(stream.tokens, record.height, record.predictions);
    EXPECT_EQ(cut.values, data.values) << name;
    EXPECT_EQ(cut.labels, data.labels) << name;
    EXPECT_EQ(stream.vocabulary, data.vocabulary) << name;
  }
  EXPECT_EQ(test::input_error_of([] { load_tokens("sst2", "test"); }),
            "data set 'sst2' is no running text; valid: ptb, tiny-shakespeare, war-and-peace, "
            "hmm-text");
}

}  // namespace
}  // namespace imcbench
