-- SPDX-License-Identifier: MIT
-- QEMU that counts instructions for its clock: exact and repeatable. The
-- default.

local qemu = require "results.emulator.qemu"

local SECOND <const> = 1000000000       -- instructions: one a ns

-- The shift of -icount: 2^shift ns an instruction.
local function shift(run)
  return math.tointeger(math.log(SECOND // (run.second or SECOND), 2) // 1)
end

return qemu.machine {
  order = 1, second = SECOND, host_seconds = 2,
  accelerator = function(run)
    return { "-accel", "tcg", "-icount", ("shift=%d,sleep=off"):format(
      shift(run)), "-rtc", "base=2020-01-01,clock=vm" }
  end,
}
