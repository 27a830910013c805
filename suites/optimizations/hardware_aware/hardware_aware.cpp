// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/hardware_aware.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/core/stream.h"
#include "kernels/crossbar/telegraph_noise.h"
#include "kernels/network/tile_binding.h"

namespace imcbench {

namespace {

// "conv1", or "lstm/gates": as in the names of tiles.
std::string product_name_of(const Layer& layer, std::size_t product) {
  const RecurrentLayer* recurrent = layer.recurrent();
  return recurrent == nullptr ? layer.name : layer.name + "/" + product_name(*recurrent, product);
}

const ProductLayer& product_of(const Network& network, std::size_t layer, std::size_t product) {
  return network.layers[layer].products()[product];
}
ProductLayer& product_of(Network& network, std::size_t layer, std::size_t product) {
  return network.layers[layer].products()[product];
}

}  // namespace

HardwareAware::HardwareAware(const HardwareAwarePlan& plan, const Network& network,
                             std::uint64_t seed, int threads, Isa isa)
    : plan_(plan),
      seed_(seed),
      threads_(threads),
      isa_(isa),
      layout_(parameter_layout(network)),
      used_(network) {
  const ParamValues& mapping = plan.hardware["mapping"].values;
  const auto tile_inputs = static_cast<std::uint32_t>(mapping["tile_inputs"]);
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    for (std::size_t p = 0; p < network.layers[i].products().size(); ++p) {
      const ProductLayer& layer = product_of(network, i, p);
      products_.push_back({i,
                           p,
                           {seed, product_name_of(network.layers[i], p)},
                           map_product(layer, tile_inputs, mapping["column_scaling"] == 1.0),
                           {}});
      if (has_column_scale()) products_.back().gamma.assign(layer.geometry.outputs, 1.0f);
    }
  }
  if (has_states()) add_devices(network);
  const auto& analog = plan.ingredients.get<AnalogForward>();
  const bool energy = plan.ingredients.get<EnergyRegularization>().has_value();
  if (!plan.ingredients.get<LearnedInputRange>() && !energy && !states_per_read()) return;
  hardware_.resize(products_.size());
  for (std::size_t p = 0; states_per_read() && p < products_.size(); ++p) {
    const Product& product = products_[p];
    hardware_[p].variance =
        read_variance(product_of(network, product.layer, product.number), product.streams.reads);
  }
  if (!analog) return;
  forward_hardware_ = analog->taking_part(plan.hardware, AnalogForward::kind);
  for (std::size_t p = 0; p < products_.size(); ++p) {
    const Product& product = products_[p];
    add_tiles(product_name_of(network.layers[product.layer], product.number), product,
              hardware_[p]);
  }
}

void HardwareAware::add_devices(const Network& network) {
  const StageSetting* telegraph = telegraph_noise(plan_.hardware, DeviceStates::kind);
  IMC_EXPECT(telegraph != nullptr);
  const auto& rule = plan_.ingredients.get<EnergyRegularization>();
  for (Product& product : products_) {
    const Layer& layer = network.layers[product.layer];
    const ProductLayer& own = layer.products()[product.number];
    const double reads = static_cast<double>(own.geometry.positions) * layer.steps();
    std::optional<EnergyCoefficients> energy;
    if (rule) energy.emplace(*rule, own, product.scales, reads);
    product.devices.emplace(*plan_.ingredients.get<DeviceStates>(),
                            plan_.hardware["mapping"].values, telegraph->values, own,
                            std::move(energy));
  }
}

void HardwareAware::add_tiles(const std::string& name, const Product& product,
                              ProductHardware& hardware) const {
  const ProductLayer& layer = product_of(used_, product.layer, product.number);
  const auto g_max = static_cast<float>(plan_.hardware["mapping"].values["g_max_uS"]);
  const auto g_min = static_cast<float>(plan_.hardware["mapping"].values["g_min_uS"]);
  const double times_s[] = {0.0};
  for (std::size_t t = 0; t < product.scales.tiles.size(); ++t) {
    const TileSplit& split = product.scales.tiles[t];
    AnalogTile tile;
    tile.name = tile.devices_name = fmt::format("train/forward/{}/tile{}", name, t);
    const TileContext context{split.inputs, layer.geometry.outputs, g_max, 0.0, g_min};
    bind_tile(tile, forward_hardware_, times_s, seed_, context, 1.0f);
    hardware.tiles.push_back(
        {split.first_input, tile.mvm.front(), std::vector<float>(layer.geometry.outputs)});
  }
  hardware.w.assign(layer.weight.size(), 0.0f);
  if (forward_hardware_["ir_drop"].enabled) hardware.w_phi.assign(layer.weight.size(), 0.0f);
}

void HardwareAware::begin_step(const Network& clean, const StepPoint& at) {
  for (const ParameterSlot& slot : layout_.slots) {
    if (slot.part == ParameterPart::weight) continue;
    const std::span<const float> from = parameters_of(clean, slot);
    std::copy(from.begin(), from.end(), parameters_of(used_, slot).begin());
  }
  const float scale = has_states() ? states_scale(at.step) : 0.0f;
  const bool drops = plan_.ingredients.get<DropConnect>().has_value();
  for (std::size_t p = 0; p < products_.size(); ++p) {
    Product& product = products_[p];
    const ProductLayer& layer = product_of(clean, product.layer, product.number);
    ProductLayer& used = product_of(used_, product.layer, product.number);
    const float* gamma = product.gamma.empty() ? nullptr : product.gamma.data();
    if (product.devices) product.devices->begin_step(layer, scale);
    ProductHardware* hardware = hardware_.empty() ? nullptr : &hardware_[p];
    const bool tiles = hardware != nullptr && !hardware->tiles.empty();
    draw_step_weights(plan_.ingredients, product.streams, at,
                      {layer, product.scales, gamma, used, tiles ? hardware->w.data() : nullptr,
                       tiles && !hardware->w_phi.empty() ? hardware->w_phi.data() : nullptr,
                       tiles && hardware->tiles.front().mvm.ir_reversed,
                       product.devices ? product.devices->of_step() : nullptr},
                      threads_, isa_);
    if (hardware == nullptr) continue;
    update_hardware(p, at.step);
    if (!hardware->variance) continue;
    product.devices->update(*hardware->variance, layer, used, product.scales, gamma, drops);
  }
}

float HardwareAware::states_scale(std::uint32_t step) const {
  const PhiloxKey stream = stream_key(seed_, "train/device_states/scale");
  const float u = uniform_of(draw_word({stream, 0, step}, 0));
  return plan_.ingredients.get<DeviceStates>()->scale_at(u);
}

void HardwareAware::update_hardware(std::size_t p, std::uint32_t step) {
  const Product& product = products_[p];
  ProductHardware& hardware = hardware_[p];
  hardware.step = step;
  hardware.input_range = product.range;
  if (!hardware.on_tiles()) return;
  for (std::size_t t = 0; t < hardware.tiles.size(); ++t) {
    ForwardTile& tile = hardware.tiles[t];
    tile.mvm.input_range = product.range;
    tile.mvm.per_input_range = 1.0f / product.range;
    const float* m = product.scales.of_tile(t);
    for (std::size_t n = 0; n < tile.scale.size(); ++n) {
      tile.scale[n] = product.range * m[n] * (product.gamma.empty() ? 1.0f : product.gamma[n]);
    }
  }
}

void HardwareAware::end_backward(std::span<float> gradient, std::span<const InputSums> inputs,
                                 const Network& clean, const StepPoint& at, double rate_factor) {
  if (const auto& scale = plan_.ingredients.get<ColumnScale>()) {
    for (std::size_t p = 0; p < products_.size(); ++p) {
      Product& product = products_[p];
      const ParameterSlot& slot =
          layout_.slot(product.layer, ParameterPart::weight, product.number);
      std::vector<double> slope(product.gamma.size(), 0.0);
      if (states_per_read()) slope = inputs[p].fluctuation.by_log_scale;
      update_gamma(product, std::move(slope), gradient.data() + slot.first,
                   scale->rate * rate_factor);
    }
  }
  for (std::size_t p = 0; has_states() && p < products_.size(); ++p) {
    Product& product = products_[p];
    const ParameterSlot& slot = layout_.slot(product.layer, ParameterPart::weight, product.number);
    product.devices->pass_gradient(
        product_of(used_, product.layer, product.number), product.scales,
        inputs.empty() ? FluctuationGradients{} : inputs[p].fluctuation,
        gradient.data() + slot.first);
  }
  update_energy(gradient, inputs, clean, at, rate_factor);
  if (const auto& range = plan_.ingredients.get<LearnedInputRange>()) {
    IMC_EXPECT(inputs.size() == products_.size());
    for (std::size_t p = 0; p < products_.size(); ++p) {
      products_[p].range = range->after_step(products_[p].range, inputs[p], at.step, rate_factor);
    }
  }
}

// gradient: [K][ld]. The used weights are gamma (W + noise), so sum_k (W + noise) G is that of the
// used ones over gamma; where gamma is 0, so are they, and it stays. `slope`, by ln(gamma), has the
// share of the fluctuations of reads.
void HardwareAware::update_gamma(Product& product, std::vector<double> slope, float* gradient,
                                 double rate) {
  const ProductLayer& used = product_of(used_, product.layer, product.number);
  const std::uint32_t outputs = used.geometry.outputs;
  for (std::uint32_t k = 0; k < used.geometry.inputs; ++k) {
    for (std::uint32_t n = 0; n < outputs; ++n) {
      const std::size_t i = k * used.ld() + n;
      slope[n] += static_cast<double>(used.weight[i]) * static_cast<double>(gradient[i]);
      gradient[i] *= product.gamma[n];
    }
  }
  for (std::uint32_t n = 0; n < outputs; ++n) {
    const double gamma = product.gamma[n];
    if (gamma != 0.0) product.gamma[n] = static_cast<float>(gamma - rate * (slope[n] / gamma));
  }
}

void HardwareAware::update_energy(std::span<float> gradient, std::span<const InputSums> inputs,
                                  const Network& clean, const StepPoint& at, double rate_factor) {
  const auto& rule = plan_.ingredients.get<EnergyRegularization>();
  if (!rule) return;
  IMC_EXPECT(inputs.size() == products_.size());
  double reference = 0.0, sum = 0.0;
  for (std::size_t p = 0; p < products_.size(); ++p) {
    products_[p].energy().see(inputs[p], products_[p].range, at.step);
    reference += products_[p].energy().reference();
  }
  for (Product& product : products_) {
    const ParameterSlot& slot = layout_.slot(product.layer, ParameterPart::weight, product.number);
    product.energy().add_price(product_of(clean, product.layer, product.number), product.scales,
                              reference, gradient.data() + slot.first);
    sum += product.energy().gradient_sum();
  }
  const bool global = rule->scope == EnergyRegularization::Scope::global;
  for (Product& product : products_) product.energy().step(global ? &sum : nullptr, rate_factor);
}

void HardwareAware::end_step(Network& clean, const StepPoint& at) {
  const auto& remap = plan_.ingredients.get<Remap>();
  const std::uint32_t every = remap ? remap->every_steps : 1;
  const bool maps = (at.step + 1) % every == 0;
#pragma omp parallel for schedule(dynamic) num_threads(threads_)
  for (std::size_t p = 0; p < products_.size(); ++p) {
    Product& product = products_[p];
    ProductLayer& layer = product_of(clean, product.layer, product.number);
    ScaledWeights weights(layer, product.scales);
    plan_.ingredients.for_each([&](const auto& ingredient) {
      if constexpr (requires { ingredient.constrain(weights); }) ingredient.constrain(weights);
    });
    if (maps) product.scales.map(layer);
  }
}

Network HardwareAware::deployed(const Network& clean) const {
  Network network = clean;
  for (const Product& product : products_) {
    ProductLayer& layer = product_of(network, product.layer, product.number);
    layer.input_range = product.range;
    if (product.has_energy()) layer.energy_coefficient = product.devices->energy->rho();
    for (std::uint32_t k = 0; !product.gamma.empty() && k < layer.geometry.inputs; ++k) {
      for (std::uint32_t n = 0; n < layer.geometry.outputs; ++n) {
        layer.weight[k * layer.ld() + n] *= product.gamma[n];
      }
    }
  }
  return network;
}

std::vector<float> HardwareAware::state() const {
  std::vector<float> state;
  for (const Product& product : products_) {
    state.push_back(product.range);
    state.insert(state.end(), product.gamma.begin(), product.gamma.end());
    state.insert(state.end(), product.scales.m.begin(), product.scales.m.end());
    if (product.has_energy()) product.devices->energy->append_state(state);
  }
  return state;
}

void HardwareAware::restore(std::span<const float> state) {
  IMC_EXPECT(state.size() == this->state().size());
  const float* next = state.data();
  for (Product& product : products_) {
    product.range = *next++;
    for (float& gamma : product.gamma) gamma = *next++;
    for (float& m : product.scales.m) m = *next++;
    if (product.has_energy()) next = product.energy().restore(next);
  }
}

}  // namespace imcbench
