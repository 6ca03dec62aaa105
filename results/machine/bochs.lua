-- SPDX-License-Identifier: MIT
-- Bochs, which enforces segment limits: the same counts by another emulator.

return require("results.emulator.bochs").machine {
  order = 4, cpu = "corei5_lynnfield_750", second = 200000000,
  host_seconds = 8,
}
