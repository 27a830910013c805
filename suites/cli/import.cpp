// SPDX-License-Identifier: Apache-2.0
// imcbench import LAYOUT FILE
#include <fmt/format.h>
#include <omp.h>

#include <fstream>
#include <numeric>

#include "datasets/dataset.h"
#include "kernels/core/check.h"
#include "suites/cli/command.h"
#include "suites/cli/model_page.h"
#include "suites/models/import/list.h"
#include "suites/models/import/normalize_inputs.h"
#include "suites/trainer/evaluate.h"

namespace imcbench {

namespace {

struct Arguments {
  std::string layout, file, out, split, data_dir;
  bool test = false, overwrite = false, normalize = false;
  int threads = 0;
};

Dataset load(const ModelFile& model, const std::string& split, const Arguments& a) {
  Dataset data = load_dataset(model.origin.dataset, split, standard_search(a.data_dir));
  if (const std::string note = computed_note(data); !note.empty()) {
    fmt::print(stderr, "note: {}\n", note);
  }
  return data;
}

void normalize(ModelFile& model, const Arguments& a) {
  const Dataset data = load(model, "train", a);
  std::vector<std::uint32_t> all(data.count);
  std::iota(all.begin(), all.end(), 0u);
  normalize_inputs(model.network, input_statistics(data, all), "--normalize");
}

void measure(ModelFile& model, const Arguments& a) {
  const std::string split = a.split.empty() ? find_import(a.layout).split : a.split;
  const Dataset data = load(model, split, a);
  const int threads = a.threads > 0 ? a.threads : omp_get_num_procs();
  const Evaluation result = evaluate(model.network, data, threads);
  model.origin.test_accuracy = result.accuracy();
  model.origin.test_loss = result.mean_loss();
  model.origin.test_split = split;
  fmt::print("{} {}: accuracy {:.2f} % ({} of {}), loss {:.4f} nat\n", data.name, split,
             100.0 * result.accuracy(), result.correct, result.samples, result.mean_loss());
}

int import_file(const Arguments& a, const std::string& command) {
  if (!a.overwrite && std::ifstream(a.out).good()) {
    input_error("{}: the file exists; use --overwrite", a.out);
  }
  ModelFile model = import_model(a.layout, a.file);
  model.origin.command = command;
  if (a.normalize) normalize(model, a);
  if (a.test) measure(model, a);
  save_model(model, a.out);
  fmt::print("{}: {}, weights {}\nsource:     {}\nlicence:    {}\n{}", a.out, model.network.name,
             content_sha256(model.network), model.origin.source, model.origin.licence,
             coverage_text(model.network));
  return kExitDone;
}

}  // namespace

Action setup_import(CLI::App& app) {
  auto a = std::make_shared<Arguments>();
  app.add_option("layout", a->layout, "what kind of file it is: imcbench list imports")->required();
  app.add_option("file", a->file, "weights made elsewhere, HDF5")->required();
  app.add_option("--out", a->out, "model file to write")->required();
  app.add_flag("--normalize", a->normalize,
               "bring the input features of the data set's split 'train' to zero mean and unit "
               "deviation; the first layer absorbs it");
  app.add_flag("--test", a->test, "measure accuracy on a whole split, and keep it in the file");
  app.add_option("--split", a->split,
                 "the split of --test (default: the one that the published accuracy is of)");
  app.add_option("--threads", a->threads, "processor threads (default: all)")
      ->check(CLI::Range(1, 4096));
  app.add_option("--data-dir", a->data_dir, "folder to look for data sets first");
  app.add_flag("--overwrite", a->overwrite, "replace an existing model file");
  return [a](const CommandContext& context) { return import_file(*a, context.command_line); };
}

}  // namespace imcbench
