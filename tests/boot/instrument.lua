-- SPDX-License-Identifier: MIT
-- The instrument tests itself: blocks of known length read exactly that much
-- more, one planted instruction reads one more, the overhead is one value,
-- and a sample whose effect is missing is caught and fails the run.
-- machines: qemu-icount bochs
-- expect: fail
-- output: instrument: exact

local OVERHEAD_MAX <const> = 60
local BLOCKS <const> = { 10, 100, 1000, 10000 }

local function measure(case, live)
  return deimos.experiment{ experiment = "selftest", case = case,
    module = "bench_selftest", interface = case, samples = 50,
    model = live and "live" or "", live = live }
end

local constant, overhead
for _, length in ipairs(BLOCKS) do
  local row = measure("block" .. length)
  assert(row.verified and row.n == 50)
  assert(row.min == row.max and row.cold == row.p50 and row.stddev == 0)
  constant = constant or row.p50 - length
  overhead = overhead or row.overhead
  assert(row.p50 == length + constant, length)
  assert(row.overhead == overhead and overhead <= OVERHEAD_MAX)
end
assert(constant == overhead, "the empty body is measured by the same loop")
assert(measure("planted").p50 == measure("plain").p50 + 1)

-- What check() gives is the sample of a live row, and a failure elsewhere.
local GIVEN <const> = 4711
local row = measure("given", true)
assert(row.verified and row.min == GIVEN and row.max == GIVEN)
row = measure("given")
assert(not row.verified and row.p50 == 10 + constant)
row = measure("missing", true)
assert(not row.verified and row.failed_at == 0)
row = measure("missing")
assert(not row.verified and row.failed_at == 0)
print("instrument: exact")
