// SPDX-License-Identifier: Apache-2.0
// Fluctuations: the conductance of every device changes from read to read (or image to image), and
// is drawn for every device. Exact, and as slow as that sounds; see rtn_moments.h for the fast path.
//
// A fluctuation kind is a functor
//     static constexpr bool kOneWord;    draws of_read() (or, with lifetime per_image, of_image());
//                                        otherwise word() as often as it likes
//     template <class Draws> float shift_uS(float g_uS, const Draws& draws) const
// whose shifts of all enabled kinds are added to the aged conductance.
// Streams: those of of_read() are the read's own; all others are the device's, whatever digit of
// bit-serial inputs is read.
// law: the conductance in uS of a device with this aged conductance in uS (double). A process in time
// also has static double autocorrelation(const ParamValues&, std::uint64_t reads), of a device's
// conductance with itself so many reads later; without it reads are independent.
#pragma once

#include "kernels/core/random.h"
#include "kernels/nonidealities/chain.h"

namespace imcbench {

// Repeats of one read that iterative bound management may ask for, at most.
inline constexpr std::uint32_t kMaxTries = 16;

// When a device is read: sample, position within it (an output pixel), repeat of that read, and
// which of the reads that one MVM takes (bit_serial).
struct ReadTime {
  std::uint32_t sample, position, positions, tries, digit = 0, digits = 1;
};

IMC_HD std::uint32_t slot_of(const ReadTime& time) {
  return time.position * kMaxTries + time.tries;
}

// The draws of one device of one polarity at one read.
struct FluctuationDraws {
  PhiloxKey stream;
  std::uint32_t chip, element;
  ReadTime time;
  bool carries = true;  // is it the device of its pair that carries the weight?

  // Reads of the device so far, repeats not counted.
  IMC_HD std::uint64_t read_number() const {
    const std::uint64_t mvm = std::uint64_t{time.sample} * time.positions + time.position;
    return mvm * time.digits + time.digit;
  }
  IMC_HD std::uint32_t of_read() const {
    return draw_word({stream, chip, time.sample, slot_of(time)}, element);
  }
  IMC_HD std::uint32_t of_image() const {
    return draw_word({stream, chip, time.sample, 0}, element);
  }
  // A word with an address of the kind's own, for those that draw more than one.
  IMC_HD std::uint32_t word(std::uint32_t read, std::uint32_t slot) const {
    return draw_word({stream, chip, read, slot}, element);
  }
};

// Of a pair, the device with the larger conductance carries the weight; of equals, g+.
IMC_HD bool carries_weight(float g_uS, float other_uS, int polarity) {
  return polarity == 0 ? g_uS >= other_uS : g_uS > other_uS;
}

// The sum of all shifts of one device, in uS; `other_uS` is the other one of its pair.
template <class FluctuationChain>
IMC_HD float fluctuation_uS(const FluctuationChain& chain, float g_uS, float other_uS, int polarity,
                            std::uint32_t chip, std::uint32_t element, const ReadTime& time) {
  float shift = 0.0f;
  const bool carries = carries_weight(g_uS, other_uS, polarity);
  chain.for_each([&](const auto& slot) IMC_INLINE {
    if (!slot.enabled) return;
    shift += slot.functor.shift_uS(
        g_uS, FluctuationDraws{slot.stream[polarity], chip, element, time, carries});
  });
  return shift;
}

}  // namespace imcbench
