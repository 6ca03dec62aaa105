-- SPDX-License-Identifier: MIT
-- The test runner of `make test`. Tests are discovered, not registered; two
-- run at a time; see README.md for the kinds. T=pattern selects by name.
--
-- A test is a command: exit status 0 is a pass, 77 a skip with its reason on
-- the last line, anything else a failure.

local discover = require "tests.discover"
local host = require "results.host"
local last_line = require("results.data.lines").last
local process = require "results.host.process"
local stuck = require "tests.stuck"
local verdicts = require "results.boot.verdicts"

local SLOTS = math.max(2, math.tointeger(
  tonumber(host.output("nproc"))) or 2)
local SHOWN = 30                        -- lines of a failing one
local PASS, SKIP <const> = 0, verdicts.status.skip
local LOGS = host.claim(host.build() .. "/test")
local TIMES = host.build() .. "/test.times"

local function start(test)
  test.base = ("%s/%s"):format(LOGS, test.name:gsub("[^%w]", "-"))
  test.began = os.time()
  test.child = process.start({ "sh", "-c",
    stuck.LIMIT .. "exec " .. test.command }, { input = "none", log = test.base .. ".log" })
  test.stuck = stuck.watch(test.child)
end

local function report(test, verdict, reason)
  print(("%-4s  %s (%d s) %s"):format(verdict, test.name,
    os.time() - test.began, reason):gsub(" +$", "") .. "")
end

local function show(log)
  local lines = {}
  for line in log:gmatch("[^\n]*") do lines[#lines + 1] = line end
  for i = math.max(1, #lines - SHOWN), #lines do
    print("      | " .. lines[i])
  end
end

-- One finished test into the counts.
local function collect(test, counts)
  test.took = os.time() - test.began
  local status = test.child.status
  local log = host.read(test.base .. ".log") or ""
  if status == PASS and not log:find("%S") then
    status, test.why = 1, "it passed without a word: does it test anything?"
  end
  if status == PASS then
    counts.passed = counts.passed + 1
    report(test, "ok", "")
  elseif status == SKIP then
    counts.skipped = counts.skipped + 1
    report(test, "skip", last_line(log))
  else
    counts.failed = counts.failed + 1
    report(test, "FAIL", test.why or last_line(log))
    show(log)
  end
end

local function run(list)
  local counts = { passed = 0, failed = 0, skipped = 0 }
  local running, next_one = {}, 1
  local function some_ended()
    for _, test in ipairs(running) do
      if process.ended(test.child) then return true end
    end
  end
  local function end_stuck()
    for _, test in ipairs(running) do
      test.why = test.why or test.stuck()
      if test.why then process.stop(test.child) end
    end
  end
  while next_one <= #list or #running > 0 do
    while #running < SLOTS and next_one <= #list do
      start(list[next_one])
      running[#running + 1] = list[next_one]
      next_one = next_one + 1
    end
    process.await(some_ended, end_stuck)
    for i = #running, 1, -1 do
      if process.ended(running[i].child) then
        collect(table.remove(running, i), counts)
      end
    end
  end
  return counts
end

-- The longest of the last time first, so that all slots end at about the same
-- time; what was not run then, in the order in which it was found.
local function by_time(list)
  local seconds = {}
  for text, name in (host.read(TIMES) or ""):gmatch("(%d+) ([^\n]+)") do
    seconds[name] = tonumber(text)
  end
  for i, test in ipairs(list) do
    test.seconds, test.at = seconds[test.name] or math.huge, i
  end
  table.sort(list, function(a, b)
    if a.seconds ~= b.seconds then return a.seconds > b.seconds end
    return a.at < b.at
  end)
  return list
end

local function keep_times(list)
  local lines = {}
  for i, test in ipairs(list) do
    lines[i] = ("%d %s\n"):format(test.took, test.name)
  end
  host.write(TIMES, table.concat(lines))
end

io.stdout:setvbuf("line")
host.fresh(LOGS)
local pattern = host.env("T", "")
local sound, list = pcall(discover.tests, pattern)
if not sound then
  host.fail(1, "T: '%s' is no Lua pattern: %s", pattern, list)
end
list = by_time(list)
if #list == 0 then host.fail(1, "T: no test has '%s' in its name", pattern) end
local counts = run(list)
if not host.env("T") then keep_times(list) end
print(("%d passed, %d failed, %d skipped"):format(counts.passed,
  counts.failed, counts.skipped))
os.exit(counts.failed == 0 and counts.passed + counts.skipped > 0)
