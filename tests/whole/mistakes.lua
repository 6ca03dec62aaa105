-- SPDX-License-Identifier: MIT
-- A script's mistake is an error where it is made, and what was measured
-- before is kept: the records of the run are whole.

local collect = require "results.data.collect"
local host = require "results.host"
local job = require "results.boot.job"
local machine = require "results.boot.machine"

local dir = host.fresh(host.build() .. "/run/mistakes")
local BEFORE <const> = [[
local subject = deimos.load("bench_selftest")
local function row(fields)
  local all = { experiment = "e", case = "c", module = subject,
    interface = "block10", samples = 2 }
  for key, value in pairs(fields) do all[key] = value end
  return deimos.experiment(all)
end
row {}
row { model = "m" }
row { x = 4 }
deimos.not_applicable { experiment = "e", case = "none" }
deimos.environment("note", "first")
]]

-- The mistake; what the error says. All are made after the same rows.
local CASES <const> = {
  { "row {}", "row 'e c' again" },
  { "row { model = 'm' }", "row 'e c m' again" },
  { "row { x = '4' }", "row 'e c 4' again" },
  { "row { experiment = 'e c', case = '4' }", "row 'e c 4' again" },
  { "row { case = 'none' }", "row 'e none' again" },
  { "deimos.not_applicable { experiment = 'e', case = 'c' }",
    "row 'e c' again" },
  { "deimos.environment('note', 'second')", "'note' again" },
  { "deimos.environment('version', 'mine')", "the system itself says" },
  { "deimos.environment('verdict', 'pass')", "the system itself says" },
  { "deimos.record('mine', 'key', 'value')", "'mine' is unknown" },
  { "deimos.record('row', 'id', 1)", "'row' is what deimos.experiment" },
  { "deimos.record('graph', 'id', 1)", "'graph' is what deimos.snapshot" },
  { "row { case = 'd', sampels = 3 }", "'sampels'; the nearest is 'samples'" },
  { "row { case = 'd\\n' }", "'case' %(a control character" },
  { "row { case = 'd', x = 0 / 0 }", "'x' %(finite number expected" },
  { "require('model').load('pages')", "the nearest is 'paged'" },
}

local failures = 0
local script = { BEFORE, "local before = deimos.digest()" }
for i, case in ipairs(CASES) do
  script[#script + 1] = ("print(%d, pcall(load(%q, 'at', 't', %s)))"):format(i,
    case[1], "setmetatable({ row = row }, { __index = _G })")
end
script[#script + 1] = "assert(deimos.digest() == before)\nrow {}\n"
local path = dir .. "/script.lua"
host.write(path, table.concat(script, "\n"))
local verdict = job.start { machine = "qemu-icount", limit = 100,
  workload = path, dir = dir .. "/guest" }
local text = machine.plain(host.read(dir .. "/guest/console.log"))
for i, case in ipairs(CASES) do
  local line = text:match(("\n?%d\t([^\n]*)"):format(i)) or "nothing"
  if not line:find("^false") or not line:find(case[2]) then
    failures = failures + 1
    print(("%s: %s"):format(case[1], line))
  end
end
assert(failures == 0, failures .. " mistakes passed, or with another error")
assert(verdict == "fail" and text:find("row 'e c' again", 1, true), text)

local run = collect.parse(host.read(dir .. "/guest/results.log"))
assert(#run.errors == 0, run.errors[1])
assert(#run.rows == 4 and run.environment.note == "first", #run.rows)
print(("mistakes: %d rows were kept"):format(#run.rows))
