-- SPDX-License-Identifier: MIT
-- Appel and Li's primitives beside published ones: each system by its own
-- prot1, ours net and per page, and nothing that has no prot1.

local compare = require "results.show.compare"

local PUBLISHED <const> = "system,cpu,clock_mhz,metric,value,unit,source\n"
  .. "Old,R1,1,prot1,50,us,x\nOld,R1,1,trap,125,us,x\n"
  .. "Other,R2,1,fault,7,us,x\nOld,R1,1,null_call,3,us,x\n"

local function row(case, p50, x, verified)
  return { experiment = "appel", case = case, model = "paged", x = x or "0",
    p50 = p50, overhead = 6, verified = verified or "yes" }
end

local header, lines = compare.appel({ row("prot1", 106), row("trap", 56),
  row("trap", 9999, "1"), row("appel2", 30006), row("dirty", 206, "0", "no"),
  row("prot100_cr3", 7),
  row("dirty", 77, ""), row("trap", 78, "00"), row("prot100", 25006) }, PUBLISHED)
local found = { table.concat(header, " ") }
for i, line in ipairs(lines) do found[i + 1] = table.concat(line, "|") end
local expected = {
  "system prot1 dirty prot100 unprot100 trap fault appel1 appel2",
  "DEIMOS paged|1||250||0.5|||3",
  "Old, R1|1||||2.5|||",
  "Other, R2||||||||",
}
for i = 1, math.max(#found, #expected) do
  assert(found[i] == expected[i], found[i])
end

-- Two digits, and never a power of ten.
for net, text in pairs { [0] = "0", [7] = "0.07", [149] = "1.5", [994] = "9.9",
    [996] = "10", [9949] = "99", [9951] = "100", [9999] = "100", [10000] = "100",
    [10049] = "100", [12345] = "123" } do
  local _, ratios = compare.appel({ row("prot1", 106), row("fault", net + 6) }, PUBLISHED)
  assert(ratios[1][7] == text, net .. ": " .. ratios[1][7])
end
assert(compare.appel({ row("load", 5) }, PUBLISHED) == nil)
print("compare: each system by its own prot1")
