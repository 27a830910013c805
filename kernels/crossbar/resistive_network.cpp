// SPDX-License-Identifier: Apache-2.0
#include "kernels/crossbar/resistive_network.h"

#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

using Matrix = Eigen::SparseMatrix<double>;

void check_wire(const char* name, double r_ohm) {
  if (r_ohm == 0.0 || (r_ohm >= kMinWire_ohm && r_ohm <= kMaxWire_ohm)) return;
  input_error("resistive network: {} = {}; allowed: 0, or from {} to {} Ohm", name, r_ohm,
              kMinWire_ohm, kMaxWire_ohm);
}

void check_geometry(const NetworkGeometry& t) {
  const std::uint64_t cells = std::uint64_t{t.inputs} * t.outputs;
  if (cells < 1 || cells > kMaxNetworkCells) {
    input_error("resistive network: {} inputs x {} outputs = {} cells; allowed: 1 to {} cells",
                t.inputs, t.outputs, cells, kMaxNetworkCells);
  }
  check_wire("r_row_ohm", t.r_row_ohm);
  check_wire("r_column_ohm", t.r_column_ohm);
}

void check_conductances(const NetworkGeometry& t, std::span<const double> g_uS) {
  IMC_EXPECT(g_uS.size() == std::size_t{t.inputs} * t.outputs);
  for (std::size_t i = 0; i < g_uS.size(); ++i) {
    if (std::isfinite(g_uS[i]) && g_uS[i] >= 0.0) continue;
    input_error("resistive network: conductance of row {}, column {} is {} uS; allowed: 0 or more",
                i / t.outputs, i % t.outputs, g_uS[i]);
  }
}

void check_sources(const NetworkGeometry& t, std::span<const double> source_V) {
  IMC_EXPECT(source_V.size() == t.inputs);
  for (std::size_t k = 0; k < source_V.size(); ++k) {
    if (std::isfinite(source_V[k])) continue;
    input_error("resistive network: source of row {} is {} V; allowed: finite values", k,
                source_V[k]);
  }
}

// Where a drop stands among the unknowns. On a wire without resistance it is 0 and stands nowhere.
struct Unknowns {
  static constexpr int kNone = -1;
  bool rows, columns;

  explicit Unknowns(const NetworkGeometry& t)
      : rows(t.r_row_ohm > 0), columns(t.r_column_ohm > 0) {}
  int per_cell() const { return (rows ? 1 : 0) + (columns ? 1 : 0); }
  int row(std::size_t cell) const { return rows ? static_cast<int>(cell) * per_cell() : kNone; }
  int column(std::size_t cell) const {
    return columns ? static_cast<int>(cell) * per_cell() + (rows ? 1 : 0) : kNone;
  }
};

// Lower triangle of the matrix, in uS.
class Assembly {
 public:
  // A wire segment from `node` to `next`, or to an end held at drop 0.
  void wire(int node, int next, double r_ohm) {
    if (node == Unknowns::kNone) return;
    const double g_uS = 1e6 / r_ohm;
    add(node, node, g_uS);
    if (next == Unknowns::kNone) return;
    add(next, next, g_uS);
    add(node, next, -g_uS);
  }
  void device(int row, int column, double g_uS) {
    if (row != Unknowns::kNone) add(row, row, g_uS);
    if (column != Unknowns::kNone) add(column, column, g_uS);
    if (row != Unknowns::kNone && column != Unknowns::kNone) add(row, column, g_uS);
  }
  Matrix matrix(int size) const {
    Matrix result(size, size);
    result.setFromTriplets(entries_.begin(), entries_.end());  // sums what falls together
    return result;
  }

 private:
  void add(int i, int j, double value) {
    entries_.emplace_back(std::max(i, j), std::min(i, j), value);
  }
  std::vector<Eigen::Triplet<double>> entries_;
};

Matrix nodal_matrix(const NetworkGeometry& t, std::span<const double> g_uS) {
  const Unknowns at(t);
  Assembly assembly;
  const std::uint32_t nearest = t.read_end == ReadEnd::first_row ? 0 : t.inputs - 1;
  for (std::uint32_t k = 0; k < t.inputs; ++k) {
    for (std::uint32_t n = 0; n < t.outputs; ++n) {
      const std::size_t cell = std::size_t{k} * t.outputs + n;
      const std::size_t below = nearest == 0 ? cell - t.outputs : cell + t.outputs;
      assembly.wire(at.row(cell), n == 0 ? Unknowns::kNone : at.row(cell - 1), t.r_row_ohm);
      assembly.wire(at.column(cell), k == nearest ? Unknowns::kNone : at.column(below),
                    t.r_column_ohm);
      assembly.device(at.row(cell), at.column(cell), g_uS[cell]);
    }
  }
  return assembly.matrix(at.per_cell() * static_cast<int>(g_uS.size()));
}

// The current each device would carry without any drop, at both of its ends.
Eigen::VectorXd right_hand_side(const NetworkGeometry& t, std::span<const double> g_uS,
                                std::span<const double> source_V) {
  const int per_cell = Unknowns(t).per_cell();
  Eigen::VectorXd result(per_cell * static_cast<Eigen::Index>(g_uS.size()));
  for (std::size_t cell = 0; cell < g_uS.size(); ++cell) {
    result.segment(static_cast<Eigen::Index>(cell) * per_cell, per_cell)
        .setConstant(g_uS[cell] * source_V[cell / t.outputs]);
  }
  return result;
}

}  // namespace

struct ResistiveNetwork::Factors {
  Eigen::SimplicialLDLT<Matrix> ldlt;

  explicit Factors(const Matrix& matrix) : ldlt(matrix) {
    IMC_EXPECT(ldlt.info() == Eigen::Success);
  }
};

ResistiveNetwork::ResistiveNetwork(const NetworkGeometry& geometry, std::span<const double> g_uS)
    : geometry_(geometry), g_uS_(g_uS.begin(), g_uS.end()) {
  check_geometry(geometry_);
  check_conductances(geometry_, g_uS);
  if (Unknowns(geometry_).per_cell() == 0) return;
  factors_ = std::make_unique<const Factors>(nodal_matrix(geometry_, g_uS));
}

ResistiveNetwork::~ResistiveNetwork() = default;
ResistiveNetwork::ResistiveNetwork(ResistiveNetwork&&) noexcept = default;
ResistiveNetwork& ResistiveNetwork::operator=(ResistiveNetwork&&) noexcept = default;

NetworkSolution ResistiveNetwork::solve(std::span<const double> source_V) const {
  check_sources(geometry_, source_V);
  const Unknowns at(geometry_);
  Eigen::VectorXd drop = right_hand_side(geometry_, g_uS_, source_V);
  if (factors_) drop = factors_->ldlt.solve(drop).eval();

  const std::uint32_t inputs = geometry_.inputs, outputs = geometry_.outputs;
  NetworkSolution s{std::vector<double>(outputs), std::vector<double>(inputs),
                    std::vector<double>(g_uS_.size()), std::vector<double>(g_uS_.size())};
  const auto lost = [&](int node) { return node == Unknowns::kNone ? 0.0 : drop[node]; };
  for (std::size_t cell = 0; cell < g_uS_.size(); ++cell) {
    const std::size_t k = cell / outputs, n = cell % outputs;
    s.row_V[cell] = source_V[k] - lost(at.row(cell));
    s.column_V[cell] = lost(at.column(cell));
    const double current_uA = g_uS_[cell] * (s.row_V[cell] - s.column_V[cell]);
    s.column_uA[n] += current_uA;
    s.source_uA[k] += current_uA;
  }
  return s;
}

}  // namespace imcbench
