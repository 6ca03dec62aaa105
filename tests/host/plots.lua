-- SPDX-License-Identifier: MIT
-- Each script of plots/ draws what it drew before, stroke for stroke: few cases
-- and many, one alone, numbers from 0 on, near zero and far out, either clock.
-- golden/plots.csv has a CRC of each drawing, and the gnuplot that made them;
-- with another one only the sizes are compared. After a change that is meant,
-- look at the drawings in build/run/test-plots, write the CRCs again, and commit
-- them:
--
--   lua5.4 tests/host/plots.lua write

local csv = require "results.data.csv"
local host = require "results.host"
local plot = require "results.show.plot"
local records = require "results.data.records"
local store = require "results.data.store"

local ROOT <const> = host.build() .. "/run/test-plots"
local GOLDEN <const> = "tests/golden/plots.csv"
local SIZES <const> = { 1, 4, 16, 64, 256, 1024 }
-- Curves near zero and far from it, as so many cases: beyond the ends that an
-- axis has at least.
local LOW <const>, HIGH <const> = 2, 3
local LOW_SIZES <const>, HIGH_SIZES <const> = { 1, 2 }, { 1, 300000 }
-- Scripts with a place for zero on their axis.
local FROM_ZERO <const> = { paging = true, ipc = true, upcall = true,
  ["ladder-x"] = true, ["debug-x"] = true,
  ["generic-x"] = true }
-- Scripts of curves that a name with another ending asks for.
local CURVES <const> = { flush = true, smallspace = true, rlookup = true,
  unload = true, replace = true, paging = true, ipc = true, upcall = true,
  ["bind-x"] = true, ["debug-x"] = true,
  ["ladder-x"] = true, ["generic-x"] = true }

local function row(experiment, case, x, p50, few)
  return { experiment = experiment, case = case, model = few and "" or "m",
    x = x, machine = "m", clock = few and "insn" or "tsc", unit = "u", n = 9,
    cold = few and 3 * p50 or p50 // 3, min = few and p50 - p50 // 4 or 0,
    p25 = p50, p50 = p50, p75 = p50, p99 = p50 + p50 // 3, max = 2 * p50,
    mean = p50, stddev = 1, overhead = p50 // 2, verified = "yes" }
end

-- The rows of one case of a curve that begins at 0, or at its first size.
local function curve(experiment, i, cases, from)
  local rows, case = {}, ("case%d"):format(i)
  local sizes = cases == LOW and LOW_SIZES or cases == HIGH and HIGH_SIZES or SIZES
  for k = from, #sizes do
    local p50 = 90 * i + 1100 * (k + 1) * (k + 1)
    if sizes ~= SIZES then p50 = (cases == LOW and 4 or 9000) + 3 * i + k end
    rows[#rows + 1] = row(experiment, case, sizes[k] or 0, p50, cases < 9)
  end
  return rows
end

-- name: of a script; how many cases.
local function rows_of(name, cases)
  local rows, experiment = {}, name:gsub("%-x$", "")
  for i = 1, cases do
    if CURVES[name] then
      table.move(curve(experiment, i, cases, FROM_ZERO[name] and 0 or 1), 1,
        1 + #SIZES, #rows + 1, rows)
    else
      rows[i] = row(experiment, ("case%d"):format(i), "",
        60 + 7 ^ (i % 5) // 1 * i, cases < 9)
    end
  end
  if name:find("%-x$") then rows[#rows + 1] = row(experiment, "bar", "", 9) end
  return rows
end

local function draw(name, cases)
  local dir = host.fresh(("%s/%s-%d"):format(ROOT, name, cases))
  local lines = { csv.line(store.columns) }
  for i, one in ipairs(rows_of(name, cases)) do
    local list = {}
    for column, key in ipairs(store.columns) do list[column] = one[key] end
    lines[i + 1] = csv.line(list)
  end
  host.write(dir .. "/summary.csv", table.concat(lines))
  host.write(dir .. "/environment.csv", "key,value\n")
  plot.all(dir, "m")
  local svg = host.read(("%s/%s.svg"):format(dir, name))
  local png = host.read(("%s/%s.png"):format(dir, name))
  local width, height = svg:match('width="(%d+)" height="(%d+)"')
  local x, y = (">I4I4"):unpack(png, 17)
  assert(x == tonumber(width) and y == tonumber(height), name
    .. ": its PNG has another size")
  return ("%08x"):format(records.crc32(svg)), height
end

local found = {}
for _, path in ipairs(host.list("plots/*.gp")) do
  local name = host.stem(path)
  local is_script = host.read(path):find("\n# Question: ", 1, true)
  for _, cases in ipairs(is_script and { 4, 12 } or {}) do
    found[#found + 1] = { name, cases, draw(name, cases) }
  end
end
for _, cases in ipairs { 1, 4, 12 } do
  for _, name in ipairs { "generic", "generic-x" } do
    found[#found + 1] = { name, cases, draw(name, cases) }
  end
end

for _, path in ipairs(host.list("plots/*.gp")) do
  local name = host.stem(path)
  for _, cases in ipairs(CURVES[name] and { LOW, HIGH } or {}) do
    found[#found + 1] = { name, cases, draw(name, cases) }
  end
end

-- The largest number is just below a power of ten: the axis has one more.
for _, name in ipairs { "bind", "fault" } do
  found[#found + 1] = { name, 29, draw(name, 29) }
end

local version = host.output("gnuplot --version")
if ... == "write" then
  local lines = { "# Made by `lua5.4 tests/host/plots.lua write`.\n",
    ("# %s\n"):format(version), "plot,cases,crc,height\n" }
  for i, one in ipairs(found) do lines[i + 3] = csv.line(one) end
  host.write(GOLDEN, table.concat(lines))
end

local text = host.read(GOLDEN)
local is_same = text:match("\n# (gnuplot [^\n]*)") == version
local golden = csv.records((text:gsub("#[^\n]*\n", "")))
assert(#golden == #found, "other plots than in " .. GOLDEN)
for i, one in ipairs(found) do
  local before, name = golden[i], ("%s-%d"):format(one[1], one[2])
  assert(before.plot == one[1] and before.cases == tostring(one[2]), name)
  assert(before.height == one[4], name .. ": its height")
  assert(not is_same or before.crc == one[3], ("%s/%s/%s.svg is drawn "
    .. "otherwise than before: see the first lines of tests/host/plots.lua")
    :format(ROOT, name, one[1]))
end
print(("plots: %d drawings, %s"):format(#found, is_same and "stroke for stroke"
  or "sizes only: they were made by another gnuplot"))
