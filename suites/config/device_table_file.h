// SPDX-License-Identifier: Apache-2.0
// Files of measured devices, CSV or HDF5. The columns decide what the table is:
//
//   conductance      target_uS, mean_uS, sigma_uS  [, time_s] [, temperature_K]
//   drift exponent   target_uS, nu_mean, nu_sigma  [, temperature_K]
//
// CSV: the first line names the columns, in any order, separated by commas; # starts a comment;
// empty lines are skipped. HDF5: one 1-D dataset per column in the root group, all of one length,
// of float64, float32, int64 or int32. Rows may come in any order; they must fill a full grid. The
// same numbers give the same DeviceTable::sha256 from either.
#pragma once

#include <string>

#include "kernels/nonidealities/device_table.h"

namespace imcbench {

// HDF5 when the name ends in .h5 or .hdf5 or the content begins like HDF5, else CSV. What is wrong
// is an InputError "file:line: ..." (CSV) or "file: row n: ..." (HDF5, from 0).
DeviceTable read_device_table(const std::string& path);

}  // namespace imcbench
