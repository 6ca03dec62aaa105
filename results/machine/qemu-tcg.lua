-- SPDX-License-Identifier: MIT
-- QEMU that translates, as fast as it can: quick to run. Its clock is the
-- host's, and its cycle counts match no real processor.

return require("results.emulator.qemu").machine {
  order = 2,
  accelerator = function() return { "-accel", "tcg" } end,
}
