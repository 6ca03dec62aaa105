-- SPDX-License-Identifier: MIT
-- A machine of one's own is one file, results/machine/NAME.lua: make knows it,
-- the guest is told its name, and a run ends as on any other.

local copy = require "tests.mutants.copy"
local host = require "results.host"

local dir = copy.create()
host.write(dir .. "/results/machine/k5.lua", [[
-- SPDX-License-Identifier: MIT
return require("results.emulator.qemu").machine {
  order = 10, cpu = "pentium",
  accelerator = function() return { "-accel", "tcg" } end,
}
]])
host.write(dir .. "/told.lua", [[
assert(deimos.options.machine == "k5", deimos.options.machine)
assert(not deimos.machine().features.sep)
]])
local problem = copy.build(dir, "run WORKLOAD=told.lua MACHINE=k5")
assert(not problem, problem)
copy.remove(dir)
print("machine: pentium is one file")
