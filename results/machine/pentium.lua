-- SPDX-License-Identifier: MIT
-- A Pentium (P54C, 90 MHz, 256 KiB of L2 cache), modelled: its clock counts the
-- cycles that TLBs, caches and pipes take (bench/model/).

return require("results.emulator.bochs").modelled {
  order = 5, name = "pentium", cpu = "pentium", second = 90000000,
  host_seconds = 2,
}
