-- SPDX-License-Identifier: MIT
-- The standard deviation, whatever its size: of samples half of which are s
-- below the mean and half s above, it is s and neither less nor more.

local statistics = require "results.data.statistics"

local MOST <const> = 1 << 47            -- bench/stats.h: below 2^48

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

-- The list stands once. What was written down by hand says the same.
local host = require "results.host"
local list = table.concat(statistics.names, " ")
assert(list == "min p25 p50 p75 p99 max mean stddev", list)
local function says(path, from, to)
  local text = host.read(path):gsub('\\n"%s*"', " "):gsub("`", " ")
    :gsub("%s+", " ")
  local found = text:match(from .. " cold (.-) overhead " .. to)
  assert(found == list, ("%s: '%s', not '%s'"):format(path, found, list))
end
says("lua/measure/README.md", " n", "verified")
says("lua/lib/help.c", " n", "unit verified")
says("bench/README.md", " n", "verified")
local columns = {}
for _, name in ipairs(require("results.data.store").columns) do
  columns[name] = true
end
for path, pattern in pairs { ["results/show/table.lua"] = "COLUMNS = (%b{})",
    ["tests/golden.lua"] = "COLUMNS <const> = (%b{})" } do
  local own = { net = true, count = true, crc = true }
  for name in host.read(path):match(pattern):gmatch('"(%w+)"') do
    assert(columns[name] or own[name], path .. ": no column " .. name)
  end
end
assert(columns.cold and columns.overhead and columns.stddev)

-- Nowhere else is a list of them.
for _, path in ipairs(host.list("bench/*.[ch] lua/*/*.[ch] modules/api/*.h "
    .. "results/*.lua results/*/*.lua")) do
  local text = host.read(path)
  assert(path == "lua/lib/help.c"
    or not (text:find("%f[%w]p25%f[%W]") or text:find("%f[%w]p75%f[%W]")),
    path .. ": statistics are listed in modules/api/statistics.def")
end
print("statistics: as exact as the guest's")
