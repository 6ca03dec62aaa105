-- SPDX-License-Identifier: MIT
-- What methods of the NMM on pages of a VSAS cost, gate included.
-- machines: qemu-icount
-- expect: pass
-- modules: nmm_costs

local SAMPLES <const> = 5
local OVERHEAD <const> = 6               -- of an empty body
local SCAN <const>, INVERTED <const>, CHAIN <const> = 0, 1, 2
local INVLPG <const>, CR3 <const>, BEST <const> = 1, 2, 5

local subject = deimos.load("nmm_costs")

local function cost(case, x)
  local row = deimos.experiment{
    experiment = "nmm_costs", case = case, x = x, module = subject,
    interface = case, warmup = 2, samples = SAMPLES,
  }
  assert(row and row.p50, case .. ": no samples")
  local count = row.p50 - OVERHEAD
  print(("%-13s x %d  %5d"):format(case, x, count))
  return count
end

local function at_most(limit, case, x)
  local count = cost(case, x)
  assert(count <= limit, ("%s x %d: %d > %d"):format(case, x, count, limit))
end

at_most(69, "create", SCAN)
local before = deimos.digest()          -- the harness is there, too
at_most(82, "create", INVERTED)
at_most(95, "create", CHAIN)
at_most(67, "invalidate", SCAN)
at_most(68, "invalidate", INVERTED)
at_most(82, "invalidate", CHAIN)
at_most(40, "lookup", INVERTED)
cost("lookup", SCAN)
cost("lookup", CHAIN)
at_most(79, "attributes", INVLPG)
at_most(79, "attributes", BEST)
local best = cost("attributes100", BEST)
local least = math.min(cost("attributes100", INVLPG),
                       cost("attributes100", CR3))
assert(best <= least * 11 // 10, "FLUSH_BEST is not")
assert(deimos.digest() == before)
subject:unload()
