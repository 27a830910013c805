// SPDX-License-Identifier: Apache-2.0
// The layers again, in double precision and from their definitions: plain loops over the standard
// weight layouts, sharing no code with kernels/layers. What the tests compare with.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kernels/core/random.h"
#include "kernels/core/stream.h"
#include "kernels/network/network.h"
#include "tests/layers/recurrent_reference.h"

namespace imcbench::test {

using Doubles = std::vector<double>;

// Parameters of one layer: weight [out][in] or [out][in][kh][kw], bias [out]; empty for the others.
struct ReferenceLayer {
  Doubles weight, bias;
  Doubles parameters = {};  // of a digital layer
};

// `count` standard normals of a named stream.
inline std::vector<float> normals(const std::string& stream, std::size_t count) {
  std::vector<float> values(count);
  const DrawAddress draws{stream_key(1, "test/" + stream)};
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = normal_of(draw_word(draws, static_cast<std::uint32_t>(i)));
  }
  return values;
}

// Inputs of `count` values: standard normals, or with a vocabulary token numbers.
inline std::vector<float> inputs(const std::string& stream, std::size_t count,
                                 std::uint32_t vocabulary) {
  std::vector<float> values = normals(stream, count);
  for (float& value : values) {
    if (vocabulary > 0) value = std::fmod(std::floor(std::abs(value) * 100.0f), vocabulary);
  }
  return values;
}

inline Doubles to_doubles(const std::vector<float>& values) {
  return Doubles(values.begin(), values.end());
}

// As randomize(), for products, biases and peepholes of a recurrent layer.
inline void randomize(const std::string& name, RecurrentLayer& layer) {
  for (std::size_t p = 0; p < layer.products.size(); ++p) {
    ProductLayer& product = layer.products[p];
    const std::string path = name + "/" + product_name(layer, p);
    const std::uint32_t inputs = product.geometry.inputs, outputs = product.geometry.outputs;
    const std::vector<float> w = normals(path + "/w", inputs * outputs);
    for (std::uint32_t k = 0; k < inputs; ++k) {
      for (std::uint32_t n = 0; n < outputs; ++n) {
        product.weight[k * product.ld() + n] =
            w[k * outputs + n] / std::sqrt(static_cast<float>(inputs));
      }
    }
    if (has_bias(layer, p)) product.bias = normals(path + "/b", outputs);
  }
  layer.parameters = normals(name + "/peepholes", layer.parameters.size());
}

// Normal weights of the size of 1 / sqrt(K), normal biases and other parameters; returned as the
// reference reads them.
inline std::vector<ReferenceLayer> randomize(Network& network) {
  std::vector<ReferenceLayer> reference(network.layers.size());
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    Layer& layer = network.layers[i];
    if (layer.recurrent() != nullptr) randomize(layer.name, *layer.recurrent());
    layer.parameters = normals(layer.name + "/p", layer.parameters.size());
    reference[i].parameters = to_doubles(layer.parameters);
    ProductLayer* product = network.layers[i].product();
    if (product == nullptr) continue;
    const std::uint32_t inputs = product->geometry.inputs, outputs = product->geometry.outputs;
    const std::vector<float> w = normals(network.layers[i].name + "/w", inputs * outputs);
    product->bias = normals(network.layers[i].name + "/b", outputs);
    reference[i].bias = to_doubles(product->bias);
    for (std::uint32_t n = 0; n < outputs; ++n) {
      for (std::uint32_t k = 0; k < inputs; ++k) {
        const float value = w[n * inputs + k] / std::sqrt(static_cast<float>(inputs));
        product->weight[k * product->ld() + n] = value;
        reference[i].weight.push_back(value);
      }
    }
  }
  return reference;
}

inline Doubles reference_linear(const ReferenceLayer& p, const Doubles& x) {
  Doubles y = p.bias;
  for (std::size_t n = 0; n < y.size(); ++n) {
    for (std::size_t k = 0; k < x.size(); ++k) y[n] += p.weight[n * x.size() + k] * x[k];
  }
  return y;
}

inline Doubles reference_conv2d(const ReferenceLayer& p, const Layer& layer, const Doubles& x) {
  const int kernel_height = layer.product()->kernel_height;
  const int kernel_width = layer.product()->kernel_width, stride = layer.product()->stride;
  const Padding pad = layer.product()->geometry.pad;
  const int top = pad.top, left = pad.left, bottom = pad.bottom, right = pad.right;
  const int height = layer.in.height, width = layer.in.width, channels = layer.in.channels;
  const int rows = (height + top + bottom - kernel_height) / stride + 1;
  const int columns = (width + left + right - kernel_width) / stride + 1;
  const int outputs = static_cast<int>(p.bias.size());
  Doubles y(rows * columns * outputs);
  for (int o = 0; o < outputs; ++o) {
    for (int r = 0; r < rows; ++r) {
      for (int q = 0; q < columns; ++q) {
        double sum = p.bias[o];
        for (int c = 0; c < channels; ++c) {
          for (int i = 0; i < kernel_height; ++i) {
            for (int j = 0; j < kernel_width; ++j) {
              const int v = r * stride + i - top, u = q * stride + j - left;
              if (v < 0 || v >= height || u < 0 || u >= width) continue;
              sum += p.weight[((o * channels + c) * kernel_height + i) * kernel_width + j] *
                     x[(v * width + u) * channels + c];
            }
          }
        }
        y[(r * columns + q) * outputs + o] = sum;
      }
    }
  }
  return y;
}

inline Doubles reference_pool(const std::string& kind, int size, Shape in, const Doubles& x) {
  const int rows = in.height / size, columns = in.width / size, channels = in.channels;
  const int width = in.width;
  Doubles y;
  for (int r = 0; r < rows; ++r) {
    for (int q = 0; q < columns; ++q) {
      for (int c = 0; c < channels; ++c) {
        Doubles window;
        for (int i = 0; i < size; ++i) {
          for (int j = 0; j < size; ++j) {
            window.push_back(x[((r * size + i) * width + q * size + j) * channels + c]);
          }
        }
        double sum = 0.0;
        for (const double value : window) sum += value;
        y.push_back(kind == "max_pool2d" ? *std::max_element(window.begin(), window.end())
                                         : sum / static_cast<double>(window.size()));
      }
    }
  }
  return y;
}

inline Doubles reference_mean(Shape in, const Doubles& x) {
  Doubles y(in.channels, 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) y[i % in.channels] += x[i];
  for (double& value : y) value /= static_cast<double>(in.height * in.width);
  return y;
}

inline Doubles reference_shortcut_a(Shape in, const Doubles& x) {
  Doubles y;
  for (std::uint32_t r = 0; r < in.height; r += 2) {
    for (std::uint32_t q = 0; q < in.width; q += 2) {
      const std::uint32_t before = in.channels / 2, behind = in.channels - before;
      const auto pixel = x.begin() + (r * in.width + q) * in.channels;
      y.insert(y.end(), before, 0.0);
      y.insert(y.end(), pixel, pixel + in.channels);
      y.insert(y.end(), behind, 0.0);
    }
  }
  return y;
}

inline Doubles reference_layer_norm(const LayerNorm& op, const Doubles& parameters,
                                    const Doubles& x) {
  const std::size_t channels = op.in.channels;
  Doubles y(x.size());
  for (std::size_t first = 0; first < x.size(); first += channels) {
    double mean = 0.0, variance = 0.0;
    for (std::size_t c = 0; c < channels; ++c) mean += x[first + c] / channels;
    for (std::size_t c = 0; c < channels; ++c) variance += std::pow(x[first + c] - mean, 2);
    const double deviation = std::sqrt(variance / channels + op.settings.epsilon);
    for (std::size_t c = 0; c < channels; ++c) {
      y[first + c] = parameters[c] * (x[first + c] - mean) / deviation + parameters[channels + c];
    }
  }
  return y;
}

inline Doubles reference_attention(const Attention& op, const Doubles& x) {
  const std::size_t steps = op.in.height * op.in.width, features = op.in.channels / 3;
  const std::size_t heads = op.settings.heads, width = features / heads;
  const double scale = op.settings.scale > 0.0f ? op.settings.scale : 1.0 / std::sqrt(1.0 * width);
  const auto value = [&](std::size_t step, std::size_t part, std::size_t channel) {
    return x[step * 3 * features + part * features + channel];
  };
  Doubles y(steps * features, 0.0);
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t q = 0; q < steps; ++q) {
      const std::size_t keys = op.settings.causal ? q + 1 : steps;
      Doubles weight(keys, 0.0);
      double sum = 0.0;
      for (std::size_t k = 0; k < keys; ++k) {
        for (std::size_t c = h * width; c < (h + 1) * width; ++c) {
          weight[k] += value(q, 0, c) * value(k, 1, c);
        }
        sum += weight[k] = std::exp(scale * weight[k]);
      }
      for (std::size_t k = 0; k < keys; ++k) {
        for (std::size_t c = h * width; c < (h + 1) * width; ++c) {
          y[q * features + c] += weight[k] / sum * value(k, 2, c);
        }
      }
    }
  }
  return y;
}

// Layers with vectors of their own: tables and a token.
inline Doubles reference_vectors(const std::string& kind, const Layer& layer,
                                 const Doubles& parameters, const Doubles& x) {
  Doubles y;
  if (kind == "embedding") {
    for (const double token : x) {
      const auto from = parameters.begin() + static_cast<std::ptrdiff_t>(token) * layer.out.channels;
      y.insert(y.end(), from, from + layer.out.channels);
    }
  } else {  // class_token
    y = parameters;
    y.insert(y.end(), x.begin(), x.end());
  }
  return y;
}

inline Doubles reference_steps(const TakeSteps& op, const Doubles& x) {
  const std::size_t step = x.size() / op.in.height;
  Doubles y;
  for (std::uint32_t i = 0; i < op.count; ++i) {
    const auto from = x.begin() + (op.first + i * op.stride) * step;
    y.insert(y.end(), from, from + step);
  }
  return y;
}

// weight [kh][kw][channels], then bias [channels].
inline Doubles reference_depthwise(const DepthwiseConv2d& op, const Layer& layer,
                                   const Doubles& parameters, const Doubles& x) {
  const auto& s = op.settings;
  const int height = layer.in.height, width = layer.in.width, channels = layer.in.channels;
  const int kernel_height = s.kernel_height, kernel_width = s.kernel_width, stride = s.stride;
  const int top = s.pad_top, left = s.pad_left;
  const int rows = (height + top + static_cast<int>(s.pad_bottom) - kernel_height) / stride + 1;
  const int columns = (width + left + static_cast<int>(s.pad_right) - kernel_width) / stride + 1;
  Doubles y;
  for (int r = 0; r < rows; ++r) {
    for (int q = 0; q < columns; ++q) {
      for (int c = 0; c < channels; ++c) {
        double sum = parameters[kernel_height * kernel_width * channels + c];
        for (int i = 0; i < kernel_height; ++i) {
          for (int j = 0; j < kernel_width; ++j) {
            const int v = r * stride + i - top, u = q * stride + j - left;
            if (v < 0 || v >= height || u < 0 || u >= width) continue;
            sum += parameters[(i * kernel_width + j) * channels + c] *
                   x[(v * width + u) * channels + c];
          }
        }
        y.push_back(sum);
      }
    }
  }
  return y;
}

inline double reference_element(const std::string& kind, double x) {
  if (kind == "relu") return std::max(x, 0.0);
  if (kind == "sigmoid") return 1.0 / (1.0 + std::exp(-x));
  if (kind == "tanh") return std::tanh(x);
  const double pi = std::acos(-1.0);  // gelu_tanh
  return 0.5 * x * (1.0 + std::tanh(std::sqrt(2.0 / pi) * (x + 0.044715 * x * x * x)));
}

inline Doubles reference_layer(const Layer& layer, const ReferenceLayer& p, const Doubles& x) {
  const std::string kind = layer.kind();
  if (kind == "linear") return reference_linear(p, x);
  if (kind == "conv2d") return reference_conv2d(p, layer, x);
  if (layer.recurrent() != nullptr) {
    ReferenceState state = zero_state(*layer.recurrent());
    return reference_recurrent(*layer.recurrent(), x, state);
  }
  if (const auto* steps = std::get_if<TakeSteps>(layer.digital())) {
    return reference_steps(*steps, x);
  }
  if (const auto* max = std::get_if<MaxPool2d>(layer.digital())) {
    return reference_pool(kind, max->size, layer.in, x);
  }
  if (const auto* mean = std::get_if<AvgPool2d>(layer.digital())) {
    return reference_pool(kind, mean->size, layer.in, x);
  }
  if (kind == "global_avg_pool") return reference_mean(layer.in, x);
  if (kind == "shortcut_a") return reference_shortcut_a(layer.in, x);
  if (const auto* norm = std::get_if<LayerNorm>(layer.digital())) {
    return reference_layer_norm(*norm, p.parameters, x);
  }
  if (const auto* attention = std::get_if<Attention>(layer.digital())) {
    return reference_attention(*attention, x);
  }
  if (const auto* depthwise = std::get_if<DepthwiseConv2d>(layer.digital())) {
    return reference_depthwise(*depthwise, layer, p.parameters, x);
  }
  if (kind == "embedding" || kind == "class_token") {
    return reference_vectors(kind, layer, p.parameters, x);
  }
  Doubles y = x;
  if (kind == "position_embedding") {
    for (std::size_t i = 0; i < y.size(); ++i) y[i] += p.parameters[i];
    return y;
  }
  for (double& value : y) value = reference_element(kind, value);
  return y;
}

// One sample through all layers.
inline Doubles reference_forward(const Network& network,
                                 const std::vector<ReferenceLayer>& parameters, Doubles x) {
  std::vector<Doubles> tensors{std::move(x)};
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    if (layer.other == kNoTensor) {
      tensors.push_back(reference_layer(layer, parameters[i], tensors[layer.input]));
      continue;
    }
    Doubles sum = tensors[layer.input];
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += tensors[layer.other][k];
    tensors.push_back(std::move(sum));
  }
  return tensors.back();
}

}  // namespace imcbench::test
