-- SPDX-License-Identifier: MIT
-- Experiments keep what is their caller's: EBX, ESI, EDI, EBP, ESP, DS, ES, SS,
-- GS, and DF, which is clear, after each method of each case. Those with assembly
-- of their own are always tried, one of several others.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120
-- options: arg.slow=8
-- modules: kept sabotage asker idle

local cases = require("sabotage_run").cases
local sabotages = require "sabotages"
local scenes = require "scenes"
local share = require "share"

local SMALL <const> = 4                 -- x where a case has none of its own
local NAMES <const> = { "EBX", "ESI", "EDI", "EBP", "ESP", "DF", "segments" }

local ASSEMBLY <const> = { bench_delivery = true, bench_fault = true,
  bench_flush = true, bench_rlookup = true, bench_rungs = true,
  bench_selftest = true }

local module = deimos.load("kept")
local kept = module:open("kept")

local function names_of(lost)
  local names = {}
  for i, name in ipairs(NAMES) do
    if lost >> (i - 1) & 1 == 1 then names[#names + 1] = name end
  end
  return table.concat(names, " ")
end

local count, wrong = 0, {}
local function try(name, case, kind, spec)
  local subject, more, down = scenes[name]({}, spec.handler, case)
  local link = deimos.bind(module, kind, subject, case)
  local row = { experiment = name, case = case, module = module,
    interface = kind, parameter = spec.x or SMALL, warmup = 0, samples = 2 }
  for _, fields in ipairs { more, spec.more or {} } do
    for key, value in pairs(fields) do row[key] = value end
  end
  local found = deimos.experiment(row)
  assert(found and found.verified, name .. " " .. case)
  local lost = kept.lost()
  if lost ~= 0 then
    wrong[#wrong + 1] = ("%s,%s loses %s"):format(name, case, names_of(lost))
  end
  link:unbind()
  down()
  count = count + 1
end

for name, list in pairs(sabotages) do
  for case, kind in pairs(cases(name)) do
    local spec = list[case]
    local never = spec.never or spec.once   -- nothing can be loaded afterwards
    for _, how in ipairs(spec) do never = never or how.once end
    if not never and (ASSEMBLY[name] or share.has()) then
      try(name, case, kind, spec)
    end
  end
end
assert(#wrong == 0, table.concat(wrong, "\n"))
assert(count > 20, count)
print(("kept: %d cases keep what is not theirs"):format(count))
