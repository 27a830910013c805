// SPDX-License-Identifier: Apache-2.0
#include "suites/models/model_file.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "results/durable.h"
#include "kernels/core/sha256.h"
#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

constexpr const char* kFormat = "imcbench-model";
constexpr std::int32_t kSchemaVersion = 1;
constexpr std::size_t kMaxLayers = 1000;

// Calls visit(attribute name, field) for every field: one list for writing and reading.
template <class Origin, class Visit>
void for_each_field(Origin& origin, Visit visit) {
  visit("dataset", origin.dataset);
  visit("dataset_sha256", origin.dataset_sha256);
  visit("seed", origin.seed);
  visit("training_text", origin.training_text);
  visit("command", origin.command);
  visit("program_version", origin.program_version);
  visit("git_sha", origin.git_sha);
  visit("optimizer", origin.optimizer);
  visit("epochs", origin.epochs);
  visit("test_accuracy", origin.test_accuracy);
  visit("test_loss", origin.test_loss);
  visit("created_utc", origin.created_utc);
  visit("source", origin.source);
  visit("licence", origin.licence);
  visit("test_split", origin.test_split);
}

ModelOrigin read_origin(const H5Group& group) {
  ModelOrigin origin;
  for_each_field(origin, [&]<class Field>(const char* name, Field& field) {
    if (!group.has_attribute(name)) return;
    if constexpr (std::is_same_v<Field, std::string>) {
      field = group.string_attribute(name);
    } else {
      field = group.attribute<Field>(name);
    }
  });
  return origin;
}

// One number where all sides are alike.
std::string text_of(const Padding& pad) {
  if (pad.even()) return fmt::format("{}", pad.top);
  return fmt::format("{} {} {} {}", pad.top, pad.left, pad.bottom, pad.right);
}

std::string kernel_text(const ProductLayer& layer) {
  if (layer.kernel_height == layer.kernel_width) return fmt::format("{}", layer.kernel_height);
  return fmt::format("{}x{}", layer.kernel_height, layer.kernel_width);
}

// A line of the settings of kinds that have some.
std::string settings_text(const DigitalOp& op) {
  std::string text;
  std::visit(
      [&]<class Op>(const Op& o) {
        if constexpr (kHasSettings<Op>) {
          Op::for_each_setting(o.settings, [&](const char* name, const auto& value, auto, auto) {
            text += fmt::format("{} {}\n", name, value);
          });
        }
      },
      op);
  return text;
}

// Settings that neither shapes nor values show; empty for kinds without any.
std::string settings_text(const Layer& layer) {
  if (const RecurrentLayer* recurrent = layer.recurrent()) {
    return fmt::format("{} {} {}\n", recurrent->units(), recurrent->products.size(),
                       recurrent->parameters.size());
  }
  if (layer.digital() == nullptr) return "";
  if (const auto* taken = std::get_if<TakeSteps>(layer.digital())) {
    return fmt::format("{} {}\n", taken->first, taken->stride);
  }
  return settings_text(*layer.digital());
}

std::string layer_group_name(std::size_t index) { return fmt::format("{:02}", index); }

void write_root(const ModelFile& model, H5Group& root) {
  const Network& net = model.network;
  const std::uint32_t input[] = {net.input.height, net.input.width, net.input.channels};
  root.set_attribute("format", kFormat);
  root.set_attribute("schema_version", kSchemaVersion);
  root.set_attribute("name", net.name);
  root.set_attribute("summary", model.summary);
  root.set_attribute("input", std::span<const std::uint32_t>(input));
  root.set_attribute("classes", net.classes);
  root.create_dataset<float>("mean", net.mean, {net.mean.size()});
  root.create_dataset<float>("std", net.std, {net.std.size()});
}

void check_header(const H5Group& root) {
  if (!root.has_attribute("format") || root.string_attribute("format") != kFormat) {
    input_error("{}: not a model file: attribute 'format' is not '{}'", root.place(), kFormat);
  }
  const auto version = root.attribute<std::int32_t>("schema_version");
  if (version != kSchemaVersion) {
    input_error("{}: schema version {}; this program reads {}", root.place(), version,
                kSchemaVersion);
  }
}

Shape read_input(const H5Group& root) {
  const std::vector<std::int64_t> sides = root.integers_attribute("input");
  const bool valid = sides.size() == 3 && std::all_of(sides.begin(), sides.end(), [](auto side) {
    return side >= 1 && side <= kMaxSide;
  });
  const double elements = valid ? 1.0 * sides[0] * sides[1] * sides[2] : 0.0;
  if (!valid || elements > static_cast<double>(kMaxElements)) {
    input_error("{}: attribute 'input' = [{}]; three sizes of 1 to {} with a product of at most {}",
                root.place(), fmt::join(sides, ", "), kMaxSide, kMaxElements);
  }
  return {static_cast<std::uint32_t>(sides[0]), static_cast<std::uint32_t>(sides[1]),
          static_cast<std::uint32_t>(sides[2])};
}

void read_normalization(const H5Group& root, Network& net) {
  const std::vector<std::size_t> shape = root.dataset("mean").shape();
  const bool fits = shape.size() == 1 && (shape[0] == 1 || shape[0] == net.input.channels);
  net.mean = read_values(root, "mean", fits ? shape : std::vector<std::size_t>{1});
  net.std = read_values(root, "std", {net.mean.size()});
  for (const float value : net.std) {
    if (!(value > 0.0f)) {
      input_error("{}: value {}; all must be positive", root.dataset("std").place(), value);
    }
  }
}

void read_layers(const H5Group& root, Network& net) {
  const H5Group layers = root.group("layers");
  const std::size_t count = layers.children().size();
  if (count == 0 || count > kMaxLayers) {
    input_error("{}: {} layers; allowed: 1 to {}", layers.place(), count, kMaxLayers);
  }
  for (std::size_t i = 0; i < count; ++i) read_layer(layers.group(layer_group_name(i)), net);
  // One vector of scores, or one for every position of a sequence.
  const Shape out = net.output();
  if (out.size() != net.classes && out.channels != net.classes) {
    input_error("{}: the last layer has {} outputs, but 'classes' is {}", layers.place(),
                out.size(), net.classes);
  }
}

}  // namespace

void save_model(const ModelFile& model, const std::string& path) {
  IMC_EXPECT(model.network.layers.size() <= kMaxLayers);
  for (const Layer& layer : model.network.layers) IMC_EXPECT(layer.training() == nullptr);
  write_durably(path, [&](const std::string& temporary_path) {
    H5File file = H5File::create(temporary_path);
    H5Group root = file.root();
    write_root(model, root);
    H5Group layers = root.create_group("layers");
    for (std::size_t i = 0; i < model.network.layers.size(); ++i) {
      write_layer(model.network, i, layers.create_group(layer_group_name(i)));
    }
    H5Group origin = root.create_group("origin");
    for_each_field(model.origin, [&](const char* name, const auto& field) {
      origin.set_attribute(name, field);
    });
    file.close();
  });
}

ModelFile load_model(const std::string& path) {
  const H5File file = H5File::open(path, H5Seal::if_present);
  const H5Group root = file.root();
  check_header(root);
  ModelFile model;
  model.network.name = root.string_attribute("name");
  model.summary = root.string_attribute("summary");
  model.network.input = read_input(root);
  model.network.classes = read_count(root, "classes", 2, kMaxSide);
  read_normalization(root, model.network);
  read_layers(root, model.network);
  if (root.has("origin")) model.origin = read_origin(root.group("origin"));
  return model;
}

std::string content_sha256(const Network& net) {
  Sha256 sha;
  const auto add_text = [&](const std::string& text) {
    sha.update(std::as_bytes(std::span(text)));
  };
  const auto add_values = [&](const std::vector<float>& values) {
    sha.update(std::as_bytes(std::span(values)));  // little-endian, as on every machine we run on
  };
  add_text(fmt::format("{} {} {} {} {}\n", net.input.height, net.input.width, net.input.channels,
                       net.classes, net.mean.size()));
  add_values(net.mean);
  add_values(net.std);
  for (std::size_t i = 0; i < net.layers.size(); ++i) {
    const Layer& layer = net.layers[i];
    add_text(fmt::format("{} {} {} {} {}\n", layer.name, layer.kind(), layer.out.height,
                         layer.out.width, layer.out.channels));
    if (layer.input != i || layer.other != kNoTensor) {
      add_text(fmt::format("{} {}\n", layer.input, layer.other));
    }
    add_text(settings_text(layer));
    for (const ProductLayer& product : layer.products()) {
      add_text(fmt::format("{} {} {}\n", kernel_text(product), product.stride,
                           text_of(product.geometry.pad)));
      add_values(standard_weight(product));
      add_values(product.bias);
      if (product.input_range > 0.0f) add_values({product.input_range});
      if (!product.energy_coefficient.empty()) {
        add_text(fmt::format("energy_coefficient {}\n", product.energy_coefficient.size()));
        add_values(product.energy_coefficient);
      }
    }
    if (layer.recurrent() != nullptr) add_values(layer.recurrent()->parameters);
    add_values(layer.parameters);
  }
  return sha.hex();
}

}  // namespace imcbench
