-- SPDX-License-Identifier: MIT
-- Rows do not depend on what ran before: each workload of `make bench`, run
-- alone, gives the rows that it gives within the whole, to the instruction;
-- and so does the whole in reverse order. The whole's rows are those of
-- golden/bench.csv, which whole/golden compares.

local collect = require "results.data.collect"
local golden = require "tests.golden"
local host = require "results.host"
local job = require "results.boot.job"

local LIMIT <const> = 230               -- seconds
local SKIP <const> = 77
local LAST <const> = "cm"               -- after it nothing can be loaded

-- What truly depends on more than itself: workload and reason.
local EXCEPT <const> = {
  load = "live rows: the timer ticks inside a sample, and where depends on "
    .. "the time of day",
}

if host.build():find("hard") then
  print("a HARD build places regions at random: counts vary with the place")
  os.exit(SKIP)
end

-- In the order of workloads/bench.lua.
local function workloads()
  local text = host.read("workloads/bench.lua")
  local list = {}
  for name in text:match("local WORKLOADS = (%b{})"):gmatch('"(%w+)"') do
    list[#list + 1] = name
  end
  assert(#list > 10 and text:find('run("' .. LAST .. '")', 1, true))
  list[#list + 1] = LAST
  return list
end

local DIR = host.claim(host.build() .. "/run/alone")

local function measure(workload, more)
  local it = { machine = golden.machine, workload = workload, dir = DIR,
    limit = LIMIT }
  for key, value in pairs(more or {}) do it[key] = value end
  local verdict, detail = job.start(it)
  assert(verdict == "pass", ("%s: %s"):format(workload, detail))
  local run = collect.parse(host.read(DIR .. "/results.log"))
  assert(#run.errors == 0, run.errors[1])
  return golden.entries(run.rows)
end

-- Of another compiler than the golden file's: the whole, measured here.
local function whole()
  local entries, compiler = golden.read()
  if compiler == golden.compiler() then return entries end
  print("the golden counts are another compiler's: the whole is run here")
  return measure(golden.workload)
end

local before, moved, compared, left = whole(), 0, {}, {}

local function compare(what, entries)
  local lines = golden.compare(before, entries, true)
  for _, line in ipairs(lines) do print(what .. ": " .. line) end
  for _, one in ipairs(entries) do compared[one.name] = true end
  moved = moved + #lines
end

local backwards = {}
for _, name in ipairs(workloads()) do
  if EXCEPT[name] then
    print(("left out: %s: %s"):format(name, EXCEPT[name]))
  else
    compare(name .. " alone", measure(name))
    if name ~= LAST then table.insert(backwards, 1, name) end
  end
end
compare("the whole backwards", measure("tests/workloads/list.lua", {
  options = "arg.list=" .. table.concat(backwards, ",") .. "," .. LAST }))
for _, one in ipairs(before) do
  if not golden.is_live(one) and not compared[one.name] then
    left[#left + 1] = one.name
  end
end
assert(#left == 0, "in no workload: " .. table.concat(left, ", "))
print(moved .. " rows differ")
os.exit(moved == 0)
