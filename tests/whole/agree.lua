-- SPDX-License-Identifier: MIT
-- Bochs and qemu-icount count the instructions of the same image alike:
-- Bochs = QEMU + faults - REP instructions of non-zero count (QEMU counts
-- N + 1 for N iterations, Bochs N). See the design, section 6.

local collect = require "results.collect"
local host = require "results.host"
local job = require "results.job"

-- Faults less REP instructions in a sample, where it is not zero. LESS: some
-- REP instructions, the same number in each sample.
-- WARM: likewise, but the cold sample has some of its own.
-- COPY: one such instruction, if x is not 0.
local LESS <const>, WARM <const>, COPY <const> = "less", "warm", "copy"
local DIFFERENCES = {
  ["fault ring1"] = 1,
  ["bind load"] = LESS, ["bind bind"] = LESS,
  ["bind unbind"] = LESS, ["bind unload"] = LESS,
  ["bind graph"] = LESS, ["bind bindings"] = LESS,
  ["bind load-graph"] = LESS, ["bind figure3"] = LESS,
  ["bind constraints"] = LESS, ["bind pairs"] = LESS,
  ["replace latency"] = LESS, ["replace gap"] = LESS,
  ["unload quiesce"] = LESS, ["unload drain"] = LESS,
  ["cm unload"] = LESS,
}
-- A ladder's copy is one REP instruction; thread switches have some, too.
for _, kind in ipairs { "near", "gate", "trap" } do
  DIFFERENCES["ladder " .. kind] = COPY
end
for _, kind in ipairs { "message", "queue", "event", "stream" } do
  DIFFERENCES["ladder " .. kind] = WARM
end
-- Rows of this model are live: where the timer's ticks fall is another matter
-- on each of the two.
local LIVE <const> = "load"
local WORKLOADS = { "bench", "smoke" }

-- What a sample says that stands for the row's, for one with REP instructions.
local function expected_difference(qemu, bochs, at)
  local difference = DIFFERENCES[qemu.experiment .. " " .. qemu.case] or 0
  if type(difference) == "number" then return difference end
  if difference == COPY then return qemu.x == "0" and 0 or -1 end
  local witness = difference == WARM and at > 1 and 2 or 1
  return math.min(-1, bochs.samples[witness] - qemu.samples[witness])
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

if host.build():find("hard") then
  print("a HARD build places regions at random: counts vary with the place")
  os.exit(77)
end

local failures, compared = 0, 0
for _, workload in ipairs(WORKLOADS) do
  local qemu, bochs = rows_of("qemu-icount", workload),
    rows_of("bochs", workload)
  assert(#qemu == #bochs, workload .. ": not the same rows")
  for i, row in ipairs(qemu) do
    local name = collect.name(row)
    assert(name == collect.name(bochs[i]))
    for at, value in ipairs(row.model == LIVE and {} or row.samples) do
      local expected = value + expected_difference(row, bochs[i], at)
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
