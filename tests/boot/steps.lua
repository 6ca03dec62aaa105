-- SPDX-License-Identifier: MIT
-- Which sample is which: each takes as much longer as it comes later, so that
-- every column of a row is a known number; and no tick falls into a sample
-- but in a live row, whatever lines are open before.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: steady_steps rights

local STEP <const> = 2                  -- instructions of a turn

local subject = deimos.load("steady_steps")

local function steps(warmup, samples)
  local row = deimos.experiment{ experiment = "steps", module = subject,
    case = ("w%d n%d"):format(warmup, samples), interface = "steps",
    warmup = warmup, samples = samples }
  assert(row.verified and row.n == math.max(samples, 1))
  return row
end

local first = steps(0, 0).cold          -- once: what the first sample reads
local function sample(i) return first + STEP * i end

for _, warmup in ipairs{ 0, 1, 2, 7 } do
  local row = steps(warmup, 5)
  local from = 1 + warmup
  assert(row.cold == sample(0))
  assert(row.min == sample(from) and row.max == sample(from + 4))
  assert(row.p25 == sample(from + 1) and row.p50 == sample(from + 2))
  assert(row.p75 == sample(from + 3) and row.p99 == sample(from + 4))
  assert(row.mean == sample(from + 2))
  assert(row.stddev == 2, row.stddev)   -- of 0 2 4 6 8: 2.83
end
local one = steps(3, 1)
assert(one.min == sample(4) and one.max == sample(4) and one.stddev == 0)

-- ticks
local rights = deimos.load("rights")
local lines, told = rights:open("lines"), subject:open("told")
deimos.bind(rights, "interrupt", deimos.find("interrupt"), "interrupt")
assert(lines.attach(12, 0) == 0)        -- of the second controller
local before = deimos.digest()

local function long(live)
  deimos.experiment{ experiment = "long", module = subject,
    case = live and "live" or "masked", interface = "long", live = live,
    warmup = 0, samples = 2 }
  assert(deimos.digest() == before, "lines are open that were not, or shut")
  local from = deimos.ticks()
  repeat until deimos.ticks() > from    -- it goes on
  return told.counted()
end

assert(long(false) == 0, "a tick fell into a sample")
assert(long(true) > 3, "no tick in a live row")
print("steps: each in its place")
