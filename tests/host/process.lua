-- SPDX-License-Identifier: MIT
-- Processes: how long things last that have a time (a pause, the look at what
-- runs, the grace before a command is killed), what a status says, where input
-- comes from and output goes, and who is there.

local ending = require "results.host.ending"
local host = require "results.host"
local process = require "results.host.process"
local uv = require "luv"

local DIR <const> = host.scratch()

local function seconds_of(call)
  local began = uv.hrtime()
  call()
  return (uv.hrtime() - began) / 1e9
end

-- A pause lasts as long as it says.
local took = seconds_of(function() process.pause(300) end)
assert(took >= 0.29 and took < 20, took)
assert(seconds_of(function() process.pause(1) end) < 20)

-- A look is taken a few times a second, whatever the command does.
local looks = 0
local status = process.wait(process.start { "sleep", "1.5" },
  function() looks = looks + 1 end)
assert(status == 0 and looks >= 5 and looks <= 60, looks .. " looks")

-- Statuses: its own, or 128 and the signal.
for line, expected in pairs { ["exit 0"] = 0, ["exit 7"] = 7, ["exit 255"] = 255,
    ["kill -9 $$"] = 137, ["kill -15 $$"] = 143 } do
  status = process.wait(process.start { "sh", "-c", line })
  assert(status == expected, ("%s: %d"):format(line, status))
end

-- What has ended is ended by nobody: its number may be another's by then.
do
  local kill, killed = uv.kill, 0
  local child = process.start { "true" }
  process.wait(child)
  uv.kill = function() killed = killed + 1 end
  ending.stop_all()
  process.stop(child)
  uv.kill = kill
  assert(killed == 0, "who has ended is sent signals")
end

-- Both outputs, apart, or together in a file; no input.
local said, errors = {}, {}
process.wait(process.start({ "sh", "-c", "cat; echo out; echo err >&2" },
  { input = "none", output = function(text) said[#said + 1] = text end,
    errors = function(text) errors[#errors + 1] = text end }))
assert(table.concat(said) == "out\n" and table.concat(errors) == "err\n")
local log = DIR .. "/log"
host.write(log, "what was there before, and is longer\n")
process.wait(process.start({ "sh", "-c", "echo out; echo err >&2" }, { log = log }))
assert(host.read(log) == "out\nerr\n", host.read(log))

-- stop ends it at once, and what it started; again does no harm.
local child = process.start { "sh", "-c", "sleep 60 & echo $! >" .. DIR
  .. "/pid; wait" }
process.await(function() return (host.read(DIR .. "/pid") or ""):find("\n") end)
local inner = tonumber(host.read(DIR .. "/pid"))
assert(process.lives(child.pid) and process.lives(inner))
process.stop(child)
assert(process.wait(child) == 137 and process.ended(child))
process.stop(child)
assert(not process.lives(child.pid))

-- A new file with our pid; one that is there; one that cannot be.
local path = DIR .. "/claim"
assert(process.create(path) == true)
assert(tonumber(host.read(path)) == process.pid())
local made, problem = process.create(path)
assert(made == nil and problem == nil, problem)
made, problem = process.create(DIR .. "/none/claim")
assert(made == nil and problem:find("/none/claim: no such file", 1, true), problem)
assert(process.load() >= 1)

-- A script that is ended gives its commands a second: one that ends by itself
-- does what it has to, one that does not is killed.
local function ended_after(ends, command, signal)
  host.must("rm -f " .. DIR .. "/ready " .. DIR .. "/tidy")
  host.write(DIR .. "/script.lua", ('local process = require '
    .. '"results.host.process"\nprocess.wait(process.start({ "sh", "-c", %q }, '
    .. '{ ending = %q }))'):format(command:gsub("DIR", DIR), ends))
  local script = process.start({ "lua5.4", DIR .. "/script.lua" }, { log = log })
  process.await(function() return host.exists(DIR .. "/ready") end)
  return seconds_of(function()
    uv.kill(script.pid, signal or "sigterm")
    assert(process.wait(script) == (signal and 137 or 143), host.read(log))
  end)
end
ended_after("TERM", "trap 'sleep 0.3; : >DIR/tidy; exit' TERM; : >DIR/ready; "
  .. "while :; do sleep 0.05; done")
assert(host.exists(DIR .. "/tidy"), "killed before its second was over")
ended_after("INT", "trap ': >DIR/tidy; exit' INT; trap '' TERM; : >DIR/ready; "
  .. "while :; do sleep 0.05; done")
assert(host.exists(DIR .. "/tidy"), "not ended by its own signal")
-- Of a script that is killed the kernel ends the commands, by their own signal.
ended_after("INT", "trap ': >DIR/tidy; exit' INT; trap '' TERM; : >DIR/ready; "
  .. "while :; do sleep 0.05; done", "sigkill")
local late = uv.hrtime() + 10e9
process.await(function() return host.exists(DIR .. "/tidy") or uv.hrtime() > late end)
assert(host.exists(DIR .. "/tidy"), "a command outlives its script")
took = ended_after("TERM", "trap '' TERM; : >DIR/ready; while :; do sleep 0.05; done")
assert(took >= 0.9 and took < 20, took)
print("process: times, statuses, outputs, ends")
