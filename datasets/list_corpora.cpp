// SPDX-License-Identifier: Apache-2.0
// Records of the list: running text.
#include "datasets/corpus.h"
#include "datasets/list_groups.h"
#include "datasets/windows.h"

namespace imcbench {

namespace {

using Paths = std::span<const std::filesystem::path>;

// Files: the training text, then the text of the split if that is another.
TokenStream read_words(const DatasetRecord&, const SplitRecord&, Paths paths) {
  return read_word_lines(paths.front(), paths.back());
}

// The first 90 % and the rest, or all of it.
TokenStream read_two_parts(const DatasetRecord&, const SplitRecord& split, Paths paths) {
  if (split.name == "all") return read_characters(paths[0], {0, 100});
  return read_characters(paths[0], split.name == "train" ? TextPart{0, 90} : TextPart{90, 100});
}

// 80, 10 and 10 %.
TokenStream read_three_parts(const DatasetRecord&, const SplitRecord& split, Paths paths) {
  if (split.name == "train") return read_characters(paths[0], {0, 80});
  return read_characters(paths[0], split.name == "test" ? TextPart{90, 100} : TextPart{80, 90});
}

Dataset read_windows(const DatasetRecord& record, const SplitRecord& split, Paths paths) {
  TokenStream stream = record.read_tokens(record, split, paths);
  Dataset data = cut_windows(stream.tokens, record.height, record.predictions);
  data.classes = record.classes;
  data.vocabulary = std::move(stream.vocabulary);
  return data;
}

constexpr FileRecord kPtbTrain{"ptb.train.txt", 5101618,
                               "fcea919f6cf83f35d4d00c6cbf08040d13d4155226340912e2fef9c9c4102cbf",
                               0};
constexpr FileRecord kPtbValid{"ptb.valid.txt", 399782,
                               "c9fe6985fe0d4ccb578183407d7668fc6066c20700cb4cf87d8ff1cc34df1bf2",
                               0};
constexpr FileRecord kPtbTest{"ptb.test.txt", 449945,
                              "dd65dff31e70846b2a6030a87482edcd5d199130cdcfa1f3dccbb033728deee0", 0};
constexpr FileRecord kPtbTrainFiles[] = {kPtbTrain};
constexpr FileRecord kPtbValidFiles[] = {kPtbTrain, kPtbValid};
constexpr FileRecord kPtbTestFiles[] = {kPtbTrain, kPtbTest};
constexpr SplitRecord kPtbSplits[] = {
    {"train", 26558, "c19d0efcce17ff89076107fa8c2d116aecaf54dfb6f24679dd6571e264c1d0e0",
     kPtbTrainFiles},
    {"validation", 2106, "0c9148c2372c02aa4c387b9dcd5862eba76a48dccd6ae32a18ebc19496d6c4fe",
     kPtbValidFiles},
    {"test", 2354, "2b9acb7a31aab38023a39d95b8c6a3994858b8ea72cc74cf2cddcd5be91372f6",
     kPtbTestFiles}};
constexpr std::string_view kPtbUrls[] = {"http://www.fit.vutbr.cz/~imikolov/rnnlm/"};

constexpr FileRecord kShakespeareFile[] = {
    {"tinyshakespeare.txt", 1115394,
     "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed", 1115394,
     "https://raw.githubusercontent.com/karpathy/char-rnn/6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/"
     "data/tinyshakespeare/input.txt"}};
constexpr SplitRecord kShakespeareSplits[] = {
    {"train", 7842, "f6b364845815467bb7d7ae372b80690137acf5a16925ba8d4761ee1c7fd2b8eb",
     kShakespeareFile},
    {"test", 870, "d6ea859379e2d84f3f28a4cbfbc1bf41c58e10cc957bd14e11fa9979bdc663bd",
     kShakespeareFile},
    {"all", 8713, "855fd65733df3744ad52672a38efb4f125e0156ef1f5d1f0787b99108552a789",
     kShakespeareFile}};

// The page of char-rnn has the same text with a byte-order mark and other line ends.
constexpr FileRecord kWarFile[] = {
    {"warpeace.txt", 3196228, "b0fc81c399971eaf738c8be89809e6a0d95c151749112b04f06b6af648d8a39f",
     3196228,
     "https://raw.githubusercontent.com/MrHereward/machine_learning_sandbox/"
     "2d0fdf30f4afbcf01c1b8c7b408e738a0161d613/warpeace_input.txt"}};
constexpr SplitRecord kWarSplits[] = {
    {"train", 19975, "4c611c64851872d97cffb9167f5094efbad501501d98d28204563d7740f54d39",
     kWarFile},
    {"validation", 2496, "3ca17543a90127044fe25635eb8b286ee5cc720e5710d8e876f4a30a2ca7a593",
     kWarFile},
    {"test", 2496, "9c58d9faf98a41aee456f2d857815fc6cf23a44bce0849a6ec5621f9e0da21ed",
     kWarFile}};

constexpr DatasetRecord kSets[] = {
    {.name = "ptb",
     .title = "Penn Treebank, word by word: 35 predictions with 35 to 69 words before them",
     .kind = DataKind::tokens,
     .height = 70,
     .width = 1,
     .channels = 1,
     .classes = 10000,
     .predictions = 35,
     .vocabulary = 10000,
     .licence = "Linguistic Data Consortium (LDC99T42); this form is passed round for research",
     .citation = "M. P. Marcus, B. Santorini, M. A. Marcinkiewicz, \"Building a large annotated "
                 "corpus of English\", Computational Linguistics 19(2) (1993); T. Mikolov et al., "
                 "\"Recurrent neural network based language model\", Interspeech (2010)",
     .folder = "text_lm",
     .urls = kPtbUrls,
     .archive = {"simple-examples.tgz", 34869662},
     .splits = kPtbSplits,
     .read = read_windows,
     .read_tokens = read_words},
    {.name = "tiny-shakespeare",
     .title = "40,000 lines of Shakespeare, character by character: 128 predictions of 192",
     .kind = DataKind::tokens,
     .height = 192,
     .width = 1,
     .channels = 1,
     .classes = 65,
     .predictions = 128,
     .vocabulary = 65,
     .licence = "public domain",
     .citation = "A. Karpathy, github.com/karpathy/char-rnn (2015)",
     .folder = "text_lm",
     .splits = kShakespeareSplits,
     .read = read_windows,
     .read_tokens = read_two_parts},
    {.name = "war-and-peace",
     .title = "Tolstoy's novel in English, character by character: 128 predictions of 192",
     .kind = DataKind::tokens,
     .height = 192,
     .width = 1,
     .channels = 1,
     .classes = 82,
     .predictions = 128,
     .vocabulary = 82,
     .licence = "public domain",
     .citation = "A. Karpathy, J. Johnson, L. Fei-Fei, \"Visualizing and understanding recurrent "
                 "networks\", arXiv:1506.02078 (2015)",
     .folder = "text_lm",
     .splits = kWarSplits,
     .read = read_windows,
     .read_tokens = read_three_parts},
};

}  // namespace

std::span<const DatasetRecord> corpora() { return kSets; }

}  // namespace imcbench
