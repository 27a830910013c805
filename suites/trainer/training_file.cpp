// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/training_file.h"

#include <algorithm>
#include <regex>

#include "datasets/list.h"
#include "kernels/core/check.h"
#include "suites/config/toml_reader.h"
#include "suites/models/list.h"

namespace imcbench {

namespace {

std::vector<std::string> names_of_topologies() {
  std::vector<std::string> names;
  for (const ModelInfo& model : model_list()) names.emplace_back(model.name);
  return names;
}

std::vector<std::string> names_of_data() {
  std::vector<std::string> names;
  for (const DatasetRecord& record : dataset_list()) names.emplace_back(record.name);
  return names;
}

// Lower-case letters, digits and '-': the name becomes a file name.
void check_name(const std::string& name, const std::string& place) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
  if (name.empty() || name.size() > 64 || name.find_first_not_of(allowed) != std::string::npos) {
    input_error("{}: 'name' = '{}'; allowed: 1 to 64 of a-z, 0-9 and '-'", place, name);
  }
}

// The place of the key's value in `names`, 0 when the key is missing: for enums in that order.
template <class Enum>
Enum choice_of(TomlTable& table, std::string_view key, const std::vector<std::string>& names) {
  if (!table.offers(key)) return Enum{};
  const auto chosen = std::find(names.begin(), names.end(), table.choice(key, names));
  return static_cast<Enum>(chosen - names.begin());
}

void read_init(TomlTable& table, TrainingPlan& plan) {
  plan.init.kind = choice_of<Init>(table, "init", {"he", "glorot", "uniform"});
  if (plan.init.kind == Init::uniform) {
    plan.init.scale = static_cast<float>(table.real("init_scale", 1e-6, 10.0, 0.1));
  }
  plan.init.table_scale = static_cast<float>(table.real("table_scale", 0.0, 10.0, kStartDeviation));
  plan.init.forget_bias = static_cast<float>(table.real("forget_bias", -10.0, 10.0, 0.0));
}

void read_model(TomlTable table, TrainingPlan& plan) {
  if (table.has("start")) {
    if (table.has("topology")) {
      input_error("{}: both 'topology' and 'start'; give one of them", table.place("topology"));
    }
    plan.start = table.string("start");
    return table.finish("key of [model] with a start");
  }
  plan.topology = table.choice("topology", names_of_topologies());
  plan.topology_place = table.place("topology");
  plan.topology_values =
      ParamValues::defaults(find_topology(plan.topology, plan.topology_place).params);
  table.parameters(plan.topology_values);
  read_init(table, plan);
  table.finish(fmt::format("key of [model] with topology '{}'", plan.topology));
}

std::vector<std::string> names_of_splits(const std::string& dataset) {
  std::vector<std::string> names;
  for (const SplitRecord& split : find_dataset(dataset).splits) names.emplace_back(split.name);
  return names;
}

void read_splits(TomlTable& table, TrainingPlan& plan) {
  const std::vector<std::string> names = names_of_splits(plan.dataset);
  if (table.offers("split")) plan.split = table.choice("split", names);
  if (table.offers("test_split")) plan.test_split = table.choice("test_split", names);
  if (table.offers("validation_split")) {
    plan.validation_split = table.choice("validation_split", names);
  }
  for (const char* key : {"test_split", "validation_split"}) {
    if (table.has(key) && table.choice(key, names) == plan.split) {
      input_error("{}: '{}' is what is trained on", table.place(key), plan.split);
    }
  }
}

// A run of every class's samples: as many as fit side by side.
void read_validation_block(TomlTable& table, std::int64_t samples, TrainingPlan& plan) {
  if (!table.has("validation_block")) return;
  if (plan.validation == 0) {
    input_error("{}: 'validation_block' needs 'validation'", table.place("validation_block"));
  }
  const std::int64_t blocks = samples / plan.validation;
  plan.validation_block =
      static_cast<std::uint32_t>(table.integer("validation_block", 1, blocks));
  if (find_dataset(plan.dataset).predictions > 1) {
    input_error("{}: data set '{}' has several labels a sample, and no classes to take runs of",
                table.place("validation_block"), plan.dataset);
  }
}

void read_validation(TomlTable& table, TrainingPlan& plan) {
  if (table.has("validation_split")) {
    if (table.has("validation")) {
      input_error("{}: both 'validation' and 'validation_split'; give one of them",
                  table.place("validation"));
    }
    return;
  }
  const std::int64_t samples = find_split(find_dataset(plan.dataset), plan.split).count;
  plan.validation =
      static_cast<std::uint32_t>(table.integer("validation", 0, samples - 1, 0));
  read_validation_block(table, samples, plan);
}

// The first of the keys that the table has; it has one of them.
const char* first_of(const TomlTable& table, std::initializer_list<const char*> keys) {
  return *std::find_if(keys.begin(), keys.end(), [&](const char* key) { return table.has(key); });
}

void read_data(TomlTable table, TrainingPlan& plan) {
  plan.dataset = table.choice("set", names_of_data());
  read_splits(table, plan);
  read_validation(table, plan);
  plan.order = choice_of<SampleOrder>(table, "order", {"samples", "random-windows", "streams"});
  const DatasetRecord& data = find_dataset(plan.dataset);
  if (plan.order != SampleOrder::samples && data.read_tokens == nullptr) {
    input_error("{}: data set '{}' is no running text; allowed: samples", table.place("order"),
                plan.dataset);
  }
  if (plan.order != SampleOrder::samples && plan.validation > 0) {
    input_error("{}: samples kept aside of a text that is trained whole; use 'validation_split'",
                table.place("validation"));
  }
  plan.augmentation.shift = static_cast<std::uint32_t>(table.integer("shift", 0, 16, 0));
  plan.augmentation.flip = table.boolean("flip", false);
  plan.augmentation.cutout = static_cast<std::uint32_t>(table.integer("cutout", 0, 256, 0));
  plan.augmentation.feature_noise =
      static_cast<float>(table.real("feature_noise", 0.0, 10.0, 0.0));
  plan.augmentation.time_stretch =
      static_cast<float>(table.real("time_stretch", 0.0, 4.0, 0.0));
  plan.augmentation.class_variation =
      static_cast<float>(table.real("class_variation", 0.0, 10.0, 0.0));
  if (data.kind != DataKind::images && plan.augmentation.of_images()) {
    const char* key = first_of(table, {"shift", "flip", "cutout"});
    input_error("{}: augmentation of images, and data set '{}' has {}", table.place(key),
                plan.dataset, text_of(data.kind));
  }
  if (data.kind != DataKind::features && plan.augmentation.of_features()) {
    const char* key = first_of(table, {"feature_noise", "time_stretch", "class_variation"});
    input_error("{}: augmentation of features, and data set '{}' has {}", table.place(key),
                plan.dataset, text_of(data.kind));
  }
  table.finish("key of [data]");
}

void read_training(TomlTable table, TrainingPlan& plan) {
  plan.epochs = static_cast<std::uint32_t>(table.integer("epochs", 1, 10000));
  plan.batch = static_cast<std::uint32_t>(table.integer("batch", 1, 65536, 64));
  plan.label_smoothing = static_cast<float>(table.real("label_smoothing", 0.0, 0.9, 0.0));
  plan.clip_norm = table.real("clip_norm", 0.0, 1e6, 0.0);
  plan.keep = choice_of<Keep>(table, "keep", {"last", "best"});
  plan.kept_bits = static_cast<int>(table.integer("kept_bits", 8, kFloatBits, kFloatBits));
  if (plan.keep == Keep::best && !plan.validates()) {
    input_error("{}: 'keep' = \"best\" needs 'validation' or 'validation_split' in [data]",
                table.place("keep"));
  }
  table.finish("key of [training]");
}

void read_optimizer(TomlTable table, TrainingPlan& plan) {
  plan.optimizer = table.choice("kind", optimizer_kinds());
  plan.optimizer_values = ParamValues::defaults(optimizer_record(plan.optimizer).params);
  table.parameters(plan.optimizer_values);
  table.finish(fmt::format("parameter of optimizer '{}'", plan.optimizer));
}

void read_schedule(TomlTable table, TrainingPlan& plan) {
  plan.schedule = table.choice("kind", schedule_kinds());
  plan.schedule_values = ParamValues::defaults(schedule_record(plan.schedule).params);
  if (schedule_record(plan.schedule).needs_validation && !plan.validates()) {
    input_error("{}: schedule '{}' needs 'validation' or 'validation_split' in [data]",
                table.place("kind"), plan.schedule);
  }
  table.parameters(plan.schedule_values);
  table.finish(fmt::format("parameter of schedule '{}'", plan.schedule));
}

// A whole table that must be there.
TomlTable required(TomlTable& root, std::string_view key) {
  if (!root.has(key)) input_error("{}: table [{}] is missing", root.place(), key);
  return root.table(key);
}

std::string values_text(const std::string& kind, const ParamValues& values) {
  std::string text = kind;
  for (std::size_t i = 0; i < values.values.size(); ++i) {
    text += fmt::format(" {}={}", values.infos[i].name, values.values[i]);
  }
  return text;
}

std::string changed_text(std::string text, const TrainingChanges& changes) {
  if (!changes.without.empty()) {
    text += fmt::format("\n[hardware_aware]\nwithout = [\"{}\"]\n",
                        fmt::join(changes.without, "\", \""));
  }
  static const std::regex seed(R"((^|\n)seed[ \t]*=[^\n]*)");
  static const std::regex name(R"re((^|\n)(name[ \t]*=[^"\n]*"[^"\n]*))re");
  const auto first = std::regex_constants::format_first_only;
  if (!changes.variant.empty()) {
    text = std::regex_replace(text, name, "$1$2-" + changes.variant, first) +
           fmt::format("\n[variant]\nchosen = \"{}\"\n", changes.variant);
  }
  if (!changes.seed) return text;
  text = std::regex_replace(text, seed, fmt::format("$1seed = {}", *changes.seed), first);
  return std::regex_replace(text, name, fmt::format("$1$2-s{}", *changes.seed), first);
}

}  // namespace

std::string TrainingPlan::optimizer_text() const {
  const std::string text =
      values_text(optimizer, optimizer_values) + ", " + values_text(schedule, schedule_values);
  if (hardware_aware.empty()) return text;
  return fmt::format("{}; hardware-aware on {}: {}", text, hardware_aware.preset,
                     hardware_aware.text);
}

TrainingPlan parse_training(const std::string& path, const TrainingChanges& changes) {
  TrainingPlan plan;
  plan.path = path;
  plan.text = changed_text(read_toml_text(path), changes);
  TomlTable root = TomlTable::parse_variant(plan.text, path);
  root.integer("schema", 1, 1);
  plan.name = root.string("name");
  check_name(plan.name, root.place("name"));
  plan.summary = root.string("summary", "");
  plan.seed = static_cast<std::uint64_t>(root.integer("seed", 0, kMaxTrainingSeed));
  read_model(required(root, "model"), plan);
  read_data(required(root, "data"), plan);
  read_training(required(root, "training"), plan);
  read_optimizer(required(root, "optimizer"), plan);
  plan.hardware_aware = read_hardware_aware(root);
  for (const std::string& name : plan.hardware_aware.without) plan.name += ending_without(name);
  if (plan.hardware_aware.ingredients.get<Distillation>() && plan.start.empty()) {
    input_error("{}: '{}' needs a model to start from: [model] start = \"NAME\"",
                root.place("hardware_aware"), Distillation::kind);
  }
  const TomlTable schedule = root.table("schedule");
  if (root.has("schedule")) read_schedule(schedule, plan);
  root.finish("key");
  return plan;
}

}  // namespace imcbench
