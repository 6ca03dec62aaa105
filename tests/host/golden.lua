-- SPDX-License-Identifier: MIT
-- Golden counts: what is written is read again, and a row that moved, went or
-- came is named with what it was and is.

local golden = require "tests.golden"
local host = require "results.host"

local function row(case, change)
  local one = { experiment = "e", case = case, model = "", x = "1",
    clock = "insn", n = 2, cold = 9, min = 7, p50 = 7, p99 = 8, max = 8,
    overhead = 6, verified = "yes", samples = { 9, 7, 8 } }
  for key, value in pairs(change or {}) do one[key] = value end
  return one
end

local A, B <const> = row("a"), row("b, \"odd\"")
local before = golden.entries { A, B }

local function expect(rows, part, ...)
  local found = golden.compare(before, golden.entries(rows), part)
  local expected = { ... }
  assert(#found == #expected, table.concat(found, "\n"))
  for i, line in ipairs(found) do
    assert(line:find(expected[i], 1, true), line)
  end
end

local again, compiler = golden.parse(golden.text(before, "gcc (x) 1"))
assert(compiler == "gcc (x) 1" and #again == 2)
assert(#golden.compare(before, again) == 0)

for i, name in ipairs { "e a 1", 'e b, "odd" 1' } do
  assert(before[i].name == name and again[i].name == name, before[i].name)
end
expect({ A, B })
expect({ B, A })
expect({ A }, true)
expect({ A }, false, 'e b, "odd" 1: is gone')
expect({ A, B, row("c") }, true, "e c 1: a new row")
for key, value in pairs { cold = 10, min = 6, p50 = 8, p99 = 9, max = 9, n = 3,
    overhead = 7, verified = "no", clock = "tsc" } do
  expect({ row("a", { [key] = value }), B }, false,
    ("e a 1: %s %s -> %s"):format(key, A[key], value))
end
expect({ row("a", { samples = { 9, 8, 7 } }), B }, false, "e a 1: crc ")
expect({ row("a", { samples = { 9, 7, 8, 8 } }), B }, false,
  "e a 1: count 3 -> 4, crc ")

-- Of live rows only what the timer does not move.
for _, case in ipairs { "load", "unload", "bind" } do
  for _, experiment in ipairs { "client", "bind" } do
    local one = { experiment = experiment, case = case, model = "flat" }
    assert(golden.is_live(one) == (experiment == "client" and case ~= "bind"))
  end
end
before = golden.entries { row("l", { model = golden.live }) }
expect({ row("l", { model = golden.live, cold = 1, max = 99,
  samples = { 1, 99, 3 } }) })
expect({ row("l", { model = golden.live, overhead = 7 }) }, false,
  "overhead 6 -> 7")
-- Each column of these by itself: is it held?
local OTHER <const> = { clock = "tsc", n = 3, overhead = 7, verified = "no", cold = 1,
  min = 6, p50 = 8, p99 = 9, max = 9, samples = { 9, 7, 8, 8 } }
local function held(change)
  local list = {}
  for key, value in pairs(OTHER) do
    before = golden.entries { row("load", change) }
    local other = row("load", change)
    other[key] = value
    if #golden.compare(before, golden.entries { other }) > 0 then list[#list + 1] = key end
  end
  table.sort(list)
  return table.concat(list, " ")
end
assert(held { model = golden.live } == "clock n overhead verified",
  held { model = golden.live })
assert(held { experiment = "client" } == "clock min n overhead p50 verified",
  held { experiment = "client" })
assert(held {} == "clock cold max min n overhead p50 p99 samples verified", held {})

-- Of a client's load, the least and the median.
local function load_of(change)
  local one = row("load", change)
  one.experiment = "client"
  return one
end
before = golden.entries { load_of() }
expect({ load_of { cold = 1, p99 = 99, max = 99, samples = { 1, 99, 3 } } })
for _, key in ipairs { "min", "p50" } do
  expect({ load_of { [key] = 6 } }, false, ("%s 7 -> 6"):format(key))
end

-- The compiler is that of the build: without it, nothing would be compared.
local dir = host.scratch()
host.write(dir .. "/version.h", '#define DEIMOS_VERSION "c0ffee"\n'
  .. '#define DEIMOS_COMPILER "gcc (x y) 1"\n')
assert(host.output(("env BUILD=%s lua5.4 -e 'print((require "
  .. "\"tests.golden\").compiler())'"):format(dir)) == "gcc (x y) 1")
print("golden: what moves is named")
