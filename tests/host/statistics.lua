-- SPDX-License-Identifier: MIT
-- The standard deviation, whatever its size: of samples half of which are s
-- below the mean and half s above, it is s and neither less nor more.

local statistics = require "results.data.statistics"

local MOST <const> = 1 << 47            -- ORDER bench/stats.h: below 2^48

local function check(least, s, n)
  local samples = {}
  for i = 1, n do samples[i] = least + (i % 2 == 0 and 2 * s or 0) end
  for _, wrong in ipairs { -1, 1, MOST } do
    if s + wrong >= 0 then
      assert(not statistics.is_deviation(samples, s + wrong),
        ("%d passes as the deviation %d of %d"):format(s + wrong, s, n))
    end
  end
  assert(statistics.is_deviation(samples, s), ("%d of %d"):format(s, n))
end

math.randomseed(4711)
for bits = 0, 46 do
  for _, n in ipairs { 2, 4, 30, 100, 4096 } do
    local s = math.random(1 << bits, (2 << bits) - 1)
    check(math.random(0, MOST), s, n)
    check(0, 1 << bits, n)
  end
end

-- Rounded down: of 0, 0 and 1 it is 0.47, of 0, 0 and 3 it is 1.41.
assert(statistics.is_deviation({ 0, 0, 1 }, 0))
assert(statistics.is_deviation({ 3, 0, 0 }, 1))
assert(not statistics.is_deviation({ 3, 0, 0 }, 2))
assert(statistics.is_deviation({ 7 }, 0))

-- The nearest rank, of counts that are even, odd, and few.
local function expect(n, p25, p50, p75, p99)
  local samples = {}
  for i = 1, n do samples[i] = n + 1 - i end
  local found = statistics.compute(samples)
  assert(found.p25 == p25 and found.p50 == p50 and found.p75 == p75
    and found.p99 == p99, n .. " samples")
  assert(found.min == 1 and found.max == n and samples[1] == n)
end
expect(1, 1, 1, 1, 1)
expect(2, 1, 1, 2, 2)
expect(3, 1, 2, 3, 3)
expect(4, 1, 2, 3, 4)
expect(100, 25, 50, 75, 99)
expect(101, 26, 51, 76, 100)
print("statistics: as exact as the guest's")
