-- SPDX-License-Identifier: MIT
-- An i486 (DX, 50 MHz), modelled. It has no time stamp counter: what RDTSC reads
-- here is the model's own.

return require("results.emulator.bochs").modelled {
  order = 6, name = "i486", cpu = "i486dx4", second = 50000000,
  host_seconds = 1,
}
