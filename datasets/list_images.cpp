// SPDX-License-Identifier: Apache-2.0
// Records of the list: images.
#include "datasets/list_groups.h"

#include "datasets/cifar.h"
#include "datasets/idx.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

Dataset read_idx_split(const DatasetRecord& record, const SplitRecord&,
                              std::span<const std::filesystem::path> paths) {
  IMC_EXPECT(paths.size() == 2);
  return read_idx_pair(paths[0], paths[1], record.classes);
}

Dataset read_cifar_split(const DatasetRecord&, const SplitRecord&,
                                std::span<const std::filesystem::path> paths) {
  return read_cifar(paths);
}

constexpr FileRecord kFashionTrain[] = {
    {"train-images-idx3-ubyte", 47040016,
     "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", 26421880},
    {"train-labels-idx1-ubyte", 60008,
     "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9", 29515}};
constexpr FileRecord kFashionTest[] = {
    {"t10k-images-idx3-ubyte", 7840016,
     "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", 4422102},
    {"t10k-labels-idx1-ubyte", 10008,
     "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34", 5148}};
constexpr SplitRecord kFashionSplits[] = {
    {"train", 60000, "16d82e2b505296aa2b78bd5ea0992634f30419a4c97def7c907d154a35ac6157",
     kFashionTrain},
    {"test", 10000, "9f1ec356a747bfe4ebab3cfb722d3694c9ca737e2570f6f90cf31d7b6fd689d4",
     kFashionTest}};
constexpr std::string_view kFashionUrls[] = {
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"};

constexpr FileRecord kMnistTrain[] = {
    {"train-images-idx3-ubyte", 47040016,
     "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", 9912422},
    {"train-labels-idx1-ubyte", 60008,
     "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", 28881}};
constexpr FileRecord kMnistTest[] = {
    {"t10k-images-idx3-ubyte", 7840016,
     "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", 1648877},
    {"t10k-labels-idx1-ubyte", 10008,
     "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", 4542}};
constexpr SplitRecord kMnistSplits[] = {
    {"train", 60000, "edc0d1098aa497be14ace79ddd5171e5a3dcf9c4d196c015389203eb3ba1f59b",
     kMnistTrain},
    {"test", 10000, "c3f9adf9c66efb572b1f9326c3a511b45910c7173b97be66ceceeeeaef6b802b",
     kMnistTest}};
constexpr std::string_view kMnistUrls[] = {"https://ossci-datasets.s3.amazonaws.com/mnist/",
                                           "https://storage.googleapis.com/cvdf-datasets/mnist/"};

// The first four of the five official training batches: 40,000 images.
constexpr FileRecord kCifarTrain[] = {
    {"data_batch_1.bin", 30730000,
     "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5", 0},
    {"data_batch_2.bin", 30730000,
     "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed", 0},
    {"data_batch_3.bin", 30730000,
     "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67", 0},
    {"data_batch_4.bin", 30730000,
     "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48", 0}};
constexpr FileRecord kCifarTest[] = {
    {"test_batch.bin", 30730000, "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
     0}};
constexpr SplitRecord kCifarSplits[] = {
    {"train", 40000, "e932fa3a626f069292389d71023b286b5e8fb545995c3f0b9450439f4ac94483",
     kCifarTrain},
    {"test", 10000, "8193b3fbce55bec361cd1b8fd4880cb1649832dc4d6de6da1e7a21847a4843aa",
     kCifarTest}};
constexpr std::string_view kCifarUrls[] = {"https://www.cs.toronto.edu/~kriz/"};

constexpr DatasetRecord kFashionMnist = {
    .name = "fashion-mnist",
    .title = "Fashion-MNIST: 70,000 grey images of clothing",
    .height = 28,
    .width = 28,
    .channels = 1,
    .classes = 10,
    .licence = "MIT (Zalando SE)",
    .citation = "H. Xiao, K. Rasul, R. Vollgraf, \"Fashion-MNIST: a novel image dataset for "
                "benchmarking machine learning algorithms\", arXiv:1708.07747 (2017)",
    .urls = kFashionUrls,
    .debian_package = "dataset-fashion-mnist",
    .splits = kFashionSplits,
    .read = read_idx_split};

constexpr DatasetRecord kMnist = {
    .name = "mnist",
    .title = "MNIST: 70,000 handwritten digits",
    .height = 28,
    .width = 28,
    .channels = 1,
    .classes = 10,
    .licence = "Y. LeCun and C. Cortes; commonly given as CC BY-SA 3.0",
    .citation = "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, \"Gradient-based learning applied to "
                "document recognition\", Proc. IEEE 86(11) (1998), DOI 10.1109/5.726791",
    .urls = kMnistUrls,
    .splits = kMnistSplits,
    .read = read_idx_split};

constexpr DatasetRecord kCifar10 = {
    .name = "cifar10",
    .title = "CIFAR-10: 50,000 colour photographs of ten kinds of things",
    .height = kCifarSide,
    .width = kCifarSide,
    .channels = kCifarChannels,
    .classes = kCifarClasses,
    .licence = "none stated; the authors ask for the citation",
    .citation = "A. Krizhevsky, \"Learning multiple layers of features from tiny images\", "
                "technical report, University of Toronto (2009)",
    .urls = kCifarUrls,
    .archive = {"cifar-10-binary.tar.gz", 170052171},
    .splits = kCifarSplits,
    .read = read_cifar_split};

constexpr DatasetRecord kSets[] = {kFashionMnist, kMnist, kCifar10};

}  // namespace

std::span<const DatasetRecord> image_sets() { return kSets; }

}  // namespace imcbench
