-- SPDX-License-Identifier: MIT
-- What leaves the guest: all samples of each row, in order, under one number
-- each; and the class of the clock and its unit, on a machine that counts
-- instructions and on one that does not. A single row that is not verified
-- fails the run.

local collect = require "results.data.collect"
local host = require "results.host"
local job = require "results.boot.job"

local STEP <const>, SAMPLES <const>, WARMUP <const> = 2, 60, 2
local UNITS <const> = { insn = "insn", tsc = "cycle" }

local DIR = host.fresh(host.build() .. "/run/samples")

local function run(machine, name, script)
  local path = ("%s/%s.lua"):format(DIR, name)
  host.write(path, script)
  local dir = ("%s/%s-%s"):format(DIR, name, machine)
  local modules = {}
  for _, module in ipairs { "steady_steps", "odd_experiments" } do
    modules[module] = ("%s/testmodules/%s.o"):format(host.build(), module)
  end
  local verdict = job.start { machine = machine, workload = path, dir = dir,
    limit = 60, modules = modules }
  local found = collect.parse(host.read(dir .. "/results.log"))
  assert(#found.errors == 0, found.errors[1])
  return verdict, found
end

local STEPS <const> = ([[
for _, case in ipairs { "a b", "%%41=" } do
  deimos.experiment{ experiment = "steps", case = case, x = "7,8",
    module = "steady_steps", interface = "steps", warmup = %d, samples = %d }
end
]]):format(WARMUP, SAMPLES)

local function check(machine, clock)
  local verdict, found = run(machine, "steps", STEPS)
  assert(verdict == "pass" and found.status == 16, verdict)
  assert(#found.rows == 2 and #found.unverified == 0)
  assert(found.environment.clock == clock, found.environment.clock)
  for i, case in ipairs { "a b", "%41=" } do
    local row = found.rows[i]
    assert(row.case == case and row.x == "7,8", row.case)
    assert(row.clock == clock and row.unit == UNITS[clock], row.clock)
    assert(row.n == SAMPLES and row.warmup == WARMUP)
    assert(#row.samples == 1 + WARMUP + SAMPLES)
    for at, value in ipairs(clock == "insn" and row.samples or {}) do
      assert(value == row.samples[1] + STEP * (at - 1), "sample " .. at)
    end
  end
end

check("qemu-icount", "insn")
check("qemu-tcg", "tsc")

local verdict, found = run("qemu-icount", "odd", [[
deimos.experiment{ experiment = "odd", case = "good", interface = "odd",
  module = "odd_experiments", parameter = 0, samples = 3 }
deimos.experiment{ experiment = "odd", case = "late", interface = "odd",
  module = "odd_experiments", parameter = 6, samples = 3 }
]])
assert(verdict == "fail" and found.status == 17, verdict)
assert(#found.unverified == 1 and found.unverified[1] == "odd late")
local failure = found.environment["failure.2"]
assert(failure and failure:find("1 checks failed, first at 3", 1, true),
  failure)
print("samples: as they were taken")
