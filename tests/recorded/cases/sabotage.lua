-- SPDX-License-Identifier: MIT
-- sabotage_run: of each kind of fault the first that there is, and a case without its
-- operation.
-- expect: fail
-- modules: sabotage asker idle

local run = require "sabotage_run"
local sabotages = require "sabotages"

local function kind_of(how)
  local keys = {}
  for key in pairs(how) do keys[#keys + 1] = tostring(key) end
  table.sort(keys)
  return table.concat(keys, " ")
end

local seen <const>, calls <const> = {}, {}
for case, spec in pairs(sabotages.bench_call) do calls[case] = spec end
for name, cases in pairs(sabotages) do
  for case, spec in pairs(cases) do
    for i = #spec, 1, -1 do
      local kind = kind_of(spec[i])
      if seen[kind] or spec.once then table.remove(spec, i) end
      seen[kind] = true
    end
    if #spec == 0 then cases[case] = nil end
  end
  if next(cases) then run.run(name) end
end
sabotages.bench_call = calls
run.skip "bench_call"
run.done()
