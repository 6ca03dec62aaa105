-- SPDX-License-Identifier: MIT
-- The test runner of `make test`. Tests are discovered, not registered; two
-- run at a time; see README.md for the kinds. T=pattern selects by name.
--
-- A test is a command: exit status 0 is a pass, 77 a skip with its reason on
-- the last line, anything else a failure.

local discover = require "tests.discover"
local host = require "results.host"

local SLOTS = math.max(2, math.tointeger(
  tonumber(host.output("nproc"))) or 2)
local LIMIT = 240                       -- seconds, for one test
local SHOWN = 30                        -- lines of a failing one
local POLL = "sleep 0.05"
local PASS, SKIP, TIMED_OUT = 0, 77, 124
local LOGS = host.build() .. "/test"

local function start(test)
  test.base = ("%s/%s"):format(LOGS, test.name:gsub("[^%w]", "-"))
  test.began = os.time()
  os.remove(test.base .. ".status")
  host.must(("{ timeout -k 5 %d %s >%s.log 2>&1 </dev/null; "
    .. "echo $? >%s.status; } &"):format(LIMIT, test.command, test.base,
    test.base))
end

local function last_line(text)
  return text:match("([^\n]+)\n*$") or ""
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

-- One finished test into the counts; nil while it runs.
local function collect(test, counts)
  local status = tonumber(host.read(test.base .. ".status") or "")
  if not status then return false end
  local log = host.read(test.base .. ".log") or ""
  if status == PASS then
    counts.passed = counts.passed + 1
    report(test, "ok", "")
  elseif status == SKIP then
    counts.skipped = counts.skipped + 1
    report(test, "skip", last_line(log))
  else
    counts.failed = counts.failed + 1
    report(test, "FAIL", status == TIMED_OUT and "time-out"
      or last_line(log))
    show(log)
  end
  return true
end

local function run(list)
  local counts = { passed = 0, failed = 0, skipped = 0 }
  local running, next_one = {}, 1
  while next_one <= #list or #running > 0 do
    while #running < SLOTS and next_one <= #list do
      start(list[next_one])
      running[#running + 1] = list[next_one]
      next_one = next_one + 1
    end
    if host.run(POLL) ~= 0 then host.fail(130, "interrupted") end
    for i = #running, 1, -1 do
      if collect(running[i], counts) then table.remove(running, i) end
    end
  end
  return counts
end

io.stdout:setvbuf("line")
host.fresh(LOGS)
local counts = run(discover.tests(host.env("T", "")))
print(("%d passed, %d failed, %d skipped"):format(counts.passed,
  counts.failed, counts.skipped))
os.exit(counts.failed == 0 and counts.passed > 0)
