// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/dump_parts.h"

namespace imcbench::oracle {

namespace {

// Inputs of an MVM: converted, or raw where MVMs convert their own.
struct Converted {
  Converted(const TileMvm& tile, const std::vector<float>& raw)
      : x(raw), squares(raw.size()), panels(kPanels * raw.size()) {
    if (tile.row_by_row()) return;
    ConvertJob job{&tile, raw.data(), raw.size(), x.data(), squares.data(), {}};
    for (int i = 0; i < kPanels; ++i) job.x_panel[i] = panels.data() + i * raw.size();
    tile_kernels().convert_inputs(job);
  }
  void point(MvmBlock& block) const {
    block.x = x.data();
    block.x_square = squares.data();
    for (int i = 0; i < kPanels; ++i) block.x_panel[i] = panels.data() + i * x.size();
  }

  std::vector<float> x, squares, panels;
};

// The inputs of a tile and its column sums, after every stage, at every repeat of a read. A row is
// one position of one sample.
class TileReads {
 public:
  TileReads(const Case& c, const ProductGeometry& geometry, const AnalogTile& tile,
            const std::vector<float>& layer_input);
  void write(H5Group& group);

 private:
  std::uint32_t tries() const { return tile_.mvm[0].management.tries; }
  const float* frame(std::uint32_t sample) const { return frames_.data() + sample * frame_size_; }
  // [tries][rows][K] values of rows that were gathered.
  void put_inputs(H5Group& group, const std::string& name, const TileMvm& tile) const;
  void put_factors(H5Group& group);
  void put_columns(H5Group& group, const std::string& name, TileMvm tile);
  void converted_by_kernel(const TileMvm& tile, std::vector<float>& values) const;
  void converted_by_row(const TileMvm& tile, std::vector<float>& values) const;
  float first_factor(std::uint32_t sample, std::uint32_t position) const;
  const std::int32_t* offsets() const { return g_.k_offset.data() + tile_.first_input; }

  const Case& case_;
  const AnalogTile& tile_;
  const ProductGeometry& g_;
  std::size_t frame_size_;
  std::vector<float> frames_;  // [samples][frame]
  std::vector<float> w_, w_phi_, extra_, devices_, columns_;
};

TileReads::TileReads(const Case& c, const ProductGeometry& geometry, const AnalogTile& tile,
                     const std::vector<float>& layer_input)
    : case_(c),
      tile_(tile),
      g_(geometry),
      frame_size_(g_.padded().size()),
      frames_(case_.samples * frame_size_),
      w_(tile.panel()),
      w_phi_(tile.panel()),
      extra_((kPanels + 1) * tile.panel()),
      devices_(2 * tile.panel()),
      columns_((kColumnDraws + 1) * tile.mvm[0].ld) {
  for (std::uint32_t s = 0; s < case_.samples; ++s) {
    copy_padded(g_, layer_input.data() + s * g_.in.size(), frames_.data() + s * frame_size_);
  }
  tile_kernels().program(
      {&tile.cells[0],
       &tile.mvm[0],
       tile.target.data(),
       case_.chip,
       {w_.data(), w_phi_.data(), extra_.data(), devices_.data(), columns_.data()},
       {}});
}

void TileReads::write(H5Group& group) {
  put_factors(group);
  TileMvm tile = tile_.mvm[0];
  H5Group inputs = group.create_group("input"), columns = group.create_group("column");
  const auto put_input = [&](const char* name) { put_inputs(inputs, name, tile); };
  tile.input = switched_off(tile.input);
  put_input("input_range");
  switch_on(tile.input, tile_.mvm[0].input, put_input);
  const auto put_column = [&](const char* name) { put_columns(columns, name, tile); };
  tile.output = switched_off(tile.output);
  put_column("product");
  switch_on(tile.output, tile_.mvm[0].output, put_column);
}

float TileReads::first_factor(std::uint32_t sample, std::uint32_t position) const {
  const TileMvm& tile = tile_.mvm[0];
  const float* x = frame(sample) + g_.row_base[position];
  float largest = 0.0f;
  for (std::uint32_t k = 0; k < tile.inputs; ++k) {
    largest = max_f(abs_f(x[offsets()[k]]) * tile.per_input_range, largest);
  }
  return tile.management.first_factor(largest);
}

void TileReads::put_factors(H5Group& group) {
  std::vector<float> factors;
  for (std::uint32_t s = 0; s < case_.samples; ++s) {
    for (std::uint32_t p = 0; p < g_.positions; ++p) factors.push_back(first_factor(s, p));
  }
  put(group, "first_factor", factors, {case_.samples, g_.positions});
}

void TileReads::converted_by_kernel(const TileMvm& tile, std::vector<float>& values) const {
  std::vector<float> x_hat(frame_size_), unused(kPanels * frame_size_);
  for (std::uint32_t s = 0; s < case_.samples; ++s) {
    ConvertJob job{&tile, frame(s), frame_size_, x_hat.data(), nullptr, {}};
    for (int i = 0; i < kPanels; ++i) job.x_panel[i] = unused.data() + i * frame_size_;
    tile_kernels().convert_inputs(job);
    for (const std::int32_t base : g_.row_base) {
      for (std::uint32_t k = 0; k < tile.inputs; ++k) values.push_back(x_hat[base + offsets()[k]]);
    }
  }
}

void TileReads::converted_by_row(const TileMvm& tile, std::vector<float>& values) const {
  float repeated = 1.0f;
  for (std::uint32_t t = 0; t < tries(); ++t, repeated *= 2.0f) {
    for (std::uint32_t s = 0; s < case_.samples; ++s) {
      for (std::uint32_t p = 0; p < g_.positions; ++p) {
        const float* x = frame(s) + g_.row_base[p];
        const float factor = first_factor(s, p) * repeated;
        for (std::uint32_t k = 0; k < tile.inputs; ++k) {
          values.push_back(tile_input(tile, x[offsets()[k]], factor,
                                      {case_.chip, case_.first_read + s, p * tile.inputs + k, t}));
        }
      }
    }
  }
}

void TileReads::put_inputs(H5Group& group, const std::string& name, const TileMvm& tile) const {
  std::vector<float> values;
  if (tile_.mvm[0].row_by_row()) {
    converted_by_row(tile, values);
  } else {
    converted_by_kernel(tile, values);
  }
  put(group, name, values, {tries(), case_.samples, g_.positions, tile.inputs});
}

// A bound of zero makes every read but the last a failure, so that the result is that of the last.
void TileReads::put_columns(H5Group& group, const std::string& name, TileMvm tile) {
  tile.input = tile_.mvm[0].input;
  tile.management.bound = 0.0f;
  const std::size_t out = g_.out.size();
  const std::vector<float> ones(tile.outputs, 1.0f), zeros(tile.outputs, 0.0f);
  std::vector<float> sums(tries() * case_.samples * out);
  MvmBlock block{};
  block.tile = &tile;
  block.geometry = {g_.row_base.data(), offsets(), g_.positions, 0, g_.positions};
  block.panels = {w_.data(), w_phi_.data(), extra_.data(), devices_.data(), columns_.data()};
  block.x_stride = frame_size_;
  block.samples = case_.samples;
  block.first_read = case_.first_read;
  block.chip = case_.chip;
  block.scale = ones.data();
  block.bias = zeros.data();
  block.y_stride = out;
  const std::uint32_t last = tries();
  for (std::uint32_t t = 0; t < last; ++t) {
    tile.management.tries = t + 1;
    block.y = sums.data() + t * case_.samples * out;
    Converted inputs(tile, frames_);
    inputs.point(block);
    tile_kernels().mvm(block);
  }
  put(group, name, sums, {last, case_.samples, g_.positions, g_.outputs});
}

}  // namespace

void put_reads(H5Group& group, const Case& c, const ProductGeometry& geometry,
               const AnalogTile& tile, const std::vector<float>& layer_input) {
  TileReads(c, geometry, tile, layer_input).write(group);
}

}  // namespace imcbench::oracle
