-- SPDX-License-Identifier: MIT
-- Bochs and qemu-icount count the instructions of the same image alike:
-- Bochs = QEMU + faults - REP instructions of non-zero count (QEMU counts
-- N + 1 for N iterations, Bochs N). See the design, section 6.

local collect = require "results.collect"
local host = require "results.host"
local job = require "results.job"

-- Faults less REP instructions in a sample, where it is not zero. LESS: some
-- REP instructions, the same number in each sample.
local LESS <const> = "less"
local DIFFERENCES = {
  ["fault ring1"] = 1,
  ["bind load"] = LESS, ["bind bind"] = LESS, ["bind rebind"] = LESS,
  ["bind unbind"] = LESS, ["bind unload"] = LESS,
}
-- A ladder's copies are one REP instruction each: the server's own, and one
-- into the binding of a kind with a thread.
local COPIES = { near = 1, gate = 1, trap = 1, message = 2, queue = 2,
  event = 2, stream = 2 }
for kind, copies in pairs(COPIES) do
  for _, bytes in ipairs { 4, 16, 64, 256, 1024, 4096 } do
    DIFFERENCES[("ladder %s 1 %d"):format(kind, bytes)] = -copies
  end
end
local WORKLOADS = { "bench", "smoke" }

-- What the first sample says, for a row with REP instructions.
local function expected_difference(name, qemu, bochs)
  local difference = DIFFERENCES[name] or 0
  if difference ~= LESS then return difference end
  return math.min(-1, bochs.samples[1] - qemu.samples[1])
end

local function rows_of(machine, workload)
  local dir = ("%s/run/agree-%s-%s"):format(host.build(), machine, workload)
  local verdict, detail = job.start { machine = machine, workload = workload,
    dir = dir, limit = 120 }
  assert(verdict == "pass", machine .. ": " .. detail)
  local run = collect.parse(host.read(dir .. "/results.log"))
  assert(#run.errors == 0, run.errors[1])
  return run.rows
end

local failures, compared = 0, 0
for _, workload in ipairs(WORKLOADS) do
  local qemu, bochs = rows_of("qemu-icount", workload),
    rows_of("bochs", workload)
  assert(#qemu == #bochs, workload .. ": not the same rows")
  for i, row in ipairs(qemu) do
    local name = collect.name(row)
    assert(name == collect.name(bochs[i]))
    local difference = expected_difference(name, row, bochs[i])
    for at, value in ipairs(row.samples) do
      local expected = value + difference
      compared = compared + 1
      if bochs[i].samples[at] ~= expected then
        failures = failures + 1
        print(("%s, sample %d: qemu-icount %d, bochs %d, expected %d"):format(
          name, at - 1, value, bochs[i].samples[at], expected))
      end
    end
  end
end
print(("%d samples compared, %d differ"):format(compared, failures))
os.exit(failures == 0 and compared > 0)
