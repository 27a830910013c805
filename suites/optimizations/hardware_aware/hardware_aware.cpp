// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/hardware_aware.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/crossbar/telegraph_noise.h"
#include "kernels/network/tile_binding.h"
#include "suites/optimizations/hardware_aware/read_variance.h"

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
  if (has_states()) telegraph_ = telegraph_noise(plan.hardware, DeviceStates::kind);
  IMC_EXPECT(!has_states() || telegraph_ != nullptr);
  for (Product& product : products_) {
    if (has_states()) start_devices(product, network.layers[product.layer]);
  }
  const auto& analog = plan.ingredients.get<AnalogForward>();
  const bool energy = plan.ingredients.get<EnergyRegularization>().has_value();
  if (!plan.ingredients.get<LearnedInputRange>() && !energy && !states_per_read()) return;
  hardware_.resize(products_.size());
  for (std::size_t p = 0; states_per_read() && p < products_.size(); ++p) {
    hardware_[p].variance = read_variance(product_of(network, products_[p].layer, products_[p].number),
                                          products_[p].streams.reads);
  }
  if (!analog) return;
  forward_hardware_ = analog->taking_part(plan.hardware, AnalogForward::kind);
  for (std::size_t p = 0; p < products_.size(); ++p) {
    const Product& product = products_[p];
    add_tiles(product_name_of(network.layers[product.layer], product.number), product,
              hardware_[p]);
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
  for (std::size_t p = 0; p < products_.size(); ++p) {
    Product& product = products_[p];
    if (has_states()) begin_devices(product, product_of(clean, product.layer, product.number));
    ProductHardware* hardware = hardware_.empty() ? nullptr : &hardware_[p];
    const bool tiles = hardware != nullptr && !hardware->tiles.empty();
    draw_step_weights(
        plan_.ingredients, product.streams, at,
        {product_of(clean, product.layer, product.number), product.scales,
         product.gamma.empty() ? nullptr : product.gamma.data(),
         product_of(used_, product.layer, product.number), tiles ? hardware->w.data() : nullptr,
         tiles && !hardware->w_phi.empty() ? hardware->w_phi.data() : nullptr,
         tiles && hardware->tiles.front().mvm.ir_reversed,
         has_states() && !states_per_read() ? &product.devices : nullptr},
        threads_, isa_);
    if (hardware != nullptr) update_hardware(p, at.step);
    if (states_per_read()) begin_reads(p, clean);
  }
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

void HardwareAware::begin_reads(std::size_t p, const Network& clean) {
  const Product& product = products_[p];
  refresh(*hardware_[p].variance, *plan_.ingredients.get<DeviceStates>(),
          {product_of(clean, product.layer, product.number),
           product_of(used_, product.layer, product.number), product.scales,
           product.gamma.empty() ? nullptr : product.gamma.data(), product.devices,
           plan_.ingredients.get<DropConnect>().has_value()});
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
  if (states_per_read()) add_read_gradients(inputs);
  for (Product& product : products_) {
    if (!has_states() || states_per_read()) break;
    const ParameterSlot& slot = layout_.slot(product.layer, ParameterPart::weight, product.number);
    pass_through_states(product, gradient.data() + slot.first);
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

void HardwareAware::start_devices(Product& product, const Layer& layer) {
  const ProductLayer& own = layer.products()[product.number];
  if (!states_per_read()) {
    product.by_weight.assign(own.weight.size(), 1.0f);
    product.by_log_rho.assign(own.weight.size(), 0.0f);
  }
  if (const auto& energy = plan_.ingredients.get<EnergyRegularization>()) {
    const double reads = static_cast<double>(own.geometry.positions) * layer.steps();
    product.energy.emplace(*energy, own, product.scales, reads);
  }
}

// What fluctuations of reads say of energy coefficients. Their gradient by the weights is in that
// of the passes.
void HardwareAware::add_read_gradients(std::span<const InputSums> inputs) {
  IMC_EXPECT(inputs.size() == products_.size());
  const bool through_sigma = plan_.ingredients.get<DeviceStates>()->sigma_gradient;
  for (std::size_t p = 0; p < products_.size(); ++p) {
    Product& product = products_[p];
    if (!product.energy) continue;
    const std::vector<double>& by_log_rho = inputs[p].fluctuation.by_log_rho;
    product.energy->clear();
    for (std::uint32_t n = 0; through_sigma && n < by_log_rho.size(); ++n) {
      product.energy->add_gradient(n, by_log_rho[n]);
    }
  }
}

// The amplitude that the devices of a product have at this step.
void HardwareAware::begin_devices(Product& product, const ProductLayer& layer) {
  const ParamValues& mapping = plan_.hardware["mapping"].values;
  const ParamValues& noise = telegraph_->values;
  TileContext context{layer.geometry.inputs, layer.geometry.outputs,
                      static_cast<float>(mapping["g_max_uS"]), 0.0,
                      static_cast<float>(mapping["g_min_uS"])};
  product.devices = {{},
                     rtn_single_cell(noise),
                     context.g_min_uS,
                     context.g_range_uS(),
                     states_per_read() ? nullptr : product.by_weight.data(),
                     states_per_read() ? nullptr : product.by_log_rho.data()};
  std::vector<float> rho = product.energy ? product.energy->rho() : layer.energy_coefficient;
  if (rho.empty()) rho = {1.0f};
  for (const float one : rho) {
    context.energy_coefficient = one;
    product.devices.sigma_uS.push_back(RtnAmplitude::bind(noise, context));
  }
}

// gradient: [K][ld], by the weights with their states, in; by those without, out.
void HardwareAware::pass_through_states(Product& product, float* gradient) {
  if (product.energy) product.energy->clear();
  if (!plan_.ingredients.get<DeviceStates>()->sigma_gradient) return;
  const ProductLayer& layer = product_of(used_, product.layer, product.number);
  for_each_weight(layer, product.scales, [&](std::size_t i, std::uint32_t n, float) {
    if (product.energy) {
      product.energy->add_gradient(
          n, static_cast<double>(gradient[i]) * static_cast<double>(product.by_log_rho[i]));
    }
    gradient[i] *= product.by_weight[i];
  });
}

void HardwareAware::update_energy(std::span<float> gradient, std::span<const InputSums> inputs,
                                  const Network& clean, const StepPoint& at, double rate_factor) {
  const auto& rule = plan_.ingredients.get<EnergyRegularization>();
  if (!rule) return;
  IMC_EXPECT(inputs.size() == products_.size());
  double reference = 0.0, sum = 0.0;
  for (std::size_t p = 0; p < products_.size(); ++p) {
    products_[p].energy->see(inputs[p], products_[p].range, at.step);
    reference += products_[p].energy->reference();
  }
  for (Product& product : products_) {
    const ParameterSlot& slot = layout_.slot(product.layer, ParameterPart::weight, product.number);
    product.energy->add_price(product_of(clean, product.layer, product.number), product.scales,
                              reference, gradient.data() + slot.first);
    sum += product.energy->gradient_sum();
  }
  const bool global = rule->scope == EnergyRegularization::Scope::global;
  for (Product& product : products_) product.energy->step(global ? &sum : nullptr, rate_factor);
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
    if (product.energy) layer.energy_coefficient = product.energy->rho();
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
    if (product.energy) product.energy->append_state(state);
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
    if (product.energy) next = product.energy->restore(next);
  }
}

}  // namespace imcbench
