// SPDX-License-Identifier: Apache-2.0
// imcbench energy MODEL
#include <fmt/format.h>

#include <algorithm>

#include "datasets/dataset.h"
#include "datasets/search.h"
#include "kernels/core/check.h"
#include "kernels/network/calibration.h"
#include "suites/cli/command.h"
#include "suites/energy/energy_json.h"
#include "suites/hardware/preset.h"
#include "suites/models/inputs.h"
#include "suites/models/model_file.h"

namespace imcbench {

namespace {

struct Arguments {
  std::string model, preset = "standard", data, split = "test", settings, data_dir;
  std::uint32_t samples = 32;
  bool json = false;
};

// The first `count` of the split, or all of it where it has fewer.
std::vector<float> samples_of(const Network& network, const Arguments& a, const Dataset& data,
                              std::uint32_t& count) {
  if (data.sample_size() != network.input.size()) {
    input_error("model '{}' takes {} values a sample; data set '{}' has {}", a.model,
                network.input.size(), a.data, data.sample_size());
  }
  count = std::min(count, data.count);
  std::vector<float> x(std::size_t{count} * network.input.size());
  network_inputs(network, data, 0, count, x.data());
  return x;
}

NetworkEnergy evaluate(Arguments& a, ParamValues& values) {
  const ModelFile model = load_model(find_model(a.model));
  if (a.data.empty()) a.data = model.origin.dataset;
  if (!a.settings.empty()) values.set_from_text(a.settings, "--settings");
  const Hardware hardware = read_preset(find_preset(a.preset, "", "--hardware")).hardware;
  const DataSearch search = standard_search(a.data_dir);
  const Dataset training = load_dataset(a.data, "train", search);
  const Dataset data = load_dataset(a.data, a.split, search);
  if (a.samples > data.count) {
    input_error("--samples: {}; split '{}' of data set '{}' has {}", a.samples, a.split, a.data,
                data.count);
  }
  std::uint32_t count = a.samples;
  auto train_count = static_cast<std::uint32_t>(hardware["input_range"].values["samples"]);
  const std::vector<float> train = samples_of(model.network, a, training, train_count);
  const auto ranges = calibrate_input_ranges(model.network, hardware, train.data(), train_count);
  const std::vector<float> x = samples_of(model.network, a, data, count);
  return network_energy(model.network, hardware, values, ranges, x.data(), count);
}

void print_row(const ProductEnergy& e, std::size_t width) {
  fmt::print("{:<{}}{:>9.4g}{:>11}{:>10}{:>12.4g}{:>12.4g}{:>14.4g}{:>10}{:>12.4g}\n", e.name,
             width, e.rho, e.cells, e.mvms, e.mean_cost, e.array_J * 1e9,
             e.with_converters_J() * 1e9, e.steps, e.time_s * 1e6);
}

void print_text(const Arguments& a, const ParamValues& values, const NetworkEnergy& energy) {
  fmt::print("{} on {} {}, hardware {}: energy of one sample, mean of {}\n", a.model, a.data,
             a.split, a.preset, a.samples);
  fmt::print("inputs: {}; ", coding_text(energy.coding));
  for (std::size_t i = 0; i < values.values.size(); ++i) {
    fmt::print("{}{} = {}", i == 0 ? "" : ", ", values.infos[i].name,
               value_text(values.infos[i], values.values[i]));
  }
  std::size_t width = 8;
  for (const ProductEnergy& e : energy.products) width = std::max(width, e.name.size() + 2);
  fmt::print("\n\n{:<{}}{:>9}{:>11}{:>10}{:>12}{:>12}{:>14}{:>10}{:>12}\n", "", width, "rho",
             "cells", "MVMs", "pulses/read", "array [nJ]", "with ADC [nJ]", "steps", "time [us]");
  for (const ProductEnergy& e : energy.products) print_row(e, width);
  print_row(energy.total, width);
  fmt::print("\narea of the cells: {:.4g} F^2\n", energy.total.area_F2);
}

void print_json(const Arguments& a, const ParamValues& values, const NetworkEnergy& energy) {
  nlohmann::ordered_json json{{"model", a.model},     {"data", a.data},
                              {"split", a.split},     {"hardware", a.preset},
                              {"samples", a.samples}, {"settings", energy_constants_json(values)}};
  json.update(network_energy_json(energy));
  fmt::print("{}\n", json.dump(2));
}

}  // namespace

Action setup_energy(CLI::App& app) {
  auto a = std::make_shared<Arguments>();
  app.add_option("model", a->model, "a model of the zoo, or a model file")->required();
  app.add_option("--hardware", a->preset, "a preset, or a file (default: standard)");
  app.add_option("--data", a->data, "data set (default: what the model was trained on)");
  app.add_option("--split", a->split, "its split that is read (default: test)");
  app.add_option("--samples", a->samples, "samples that are averaged (default: 32)")
      ->check(CLI::Range(1u, 1000000u));
  std::string names;
  for (const ParamInfo& info : kEnergyParams) {
    names += fmt::format("{}{} = {}", names.empty() ? "" : ", ", info.name,
                         value_text(info, info.default_value));
  }
  app.add_option("--settings", a->settings, "constants; defaults: " + names);
  app.add_option("--data-dir", a->data_dir, "folder to look for data sets first");
  app.add_flag("--json", a->json, "print JSON");
  return [a](const CommandContext&) {
    ParamValues values = ParamValues::defaults(kEnergyParams);
    const NetworkEnergy energy = evaluate(*a, values);
    a->json ? print_json(*a, values, energy) : print_text(*a, values, energy);
    return kExitDone;
  };
}

}  // namespace imcbench
