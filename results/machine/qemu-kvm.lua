-- SPDX-License-Identifier: MIT
-- This host's processor, by KVM; where KVM can run the real operations.

local PROBE <const> = "probe"           -- a workload with all of them
local LIMIT <const> = 5                -- seconds

return require("results.emulator.qemu").machine {
  order = 3, cpu = "host",
  accelerator = function() return { "-accel", "kvm" } end,
  unfit = function(probe)
    if not io.open("/dev/kvm", "r+b") then
      return "there is no /dev/kvm here that we may open"
    end
    local why = probe(PROBE, LIMIT)
    return why and ("KVM is unfit here: workload %s: %s"):format(PROBE, why)
  end,
}
