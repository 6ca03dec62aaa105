-- SPDX-License-Identifier: MIT
-- Time limits on a busy host: an emulator's own time is what it computed and
-- slept, not what it waited; what it writes starts the limit anew; a slow
-- test is not stuck, and one that sleeps for ever is.

local host = require "results.host"
local process = require "results.host.process"
local stuck = require "tests.stuck"
local watch = require "results.boot.watch"

local dir = host.fresh(host.build() .. "/run/test-watch")

-- Sleep, by the looks alone: ms, who is asleep there, and what it adds up to.
local slept, at = watch.sleeper(7e12), 7e12
for i, look in ipairs { { 100, true, 0.1 }, { 100, false, 0.1 },
    { 50, true, 0.15 }, { 199, true, 0.349 }, { 200, true, 0.549 },
    { 201, true, 0.749 }, { 90000, true, 0.949 }, { 90000, false, 0.949 },
    { 10, true, 0.959 } } do
  at = at + look[1] * 1e6
  local found = slept(at, look[2])
  assert(math.abs(found - look[3]) < 1e-9, ("look %d: %.4f"):format(i, found))
end

-- The limit, by the looks alone: at which one of `own seconds, bytes written` it
-- is over first.
local function over_at(limit, looks)
  local is_over = watch.judge(limit)
  for i, look in ipairs(looks) do
    if is_over(look[1], look[2]) then return i end
  end
end
for what, case in pairs {
  ["nothing is written"] = { 2, { { 10, 0 }, { 10.1, 0 } } },
  ["the last look"] = { nil, { { 9, 0 }, { 10, 0 } } },
  ["something is written"] = { 3, { { 9, 1 }, { 19, 1 }, { 19.1, 1 } } },
  ["it is written late"] = { nil, { { 9, 0 }, { 11, 5 }, { 21, 5 } } },
  ["a log that shrinks is progress"] = { 4, { { 9, 50 }, { 18, 5 }, { 28, 5 },
    { 28.1, 5 } } },
} do
  assert(over_at(10, case[2]) == case[1], what)
end
local steady = {}
for i = 1, 300 do steady[i] = { i, i } end
assert(over_at(10, steady) == 201, "twenty limits, whatever is written")

-- Nobody else's input is an emulator's.
assert(host.output(("echo typed | lua5.4 -e 'os.exit(require "
  .. "\"results.boot.watch\".run({ dir = \"%s\", limit = 60 }, { \"sh\", \"-c\", "
  .. "\"cat >%s/read\" }))'; echo $?; cat %s/read"):format(dir, dir, dir)):match(
  "^0\n*$"), "it reads what is typed")

local BUSY <const> = "while :; do :; done"
local TIMED_OUT <const> = watch.TIMED_OUT

local function start(line)
  return process.start({ "sh", "-c", line }, { input = "none" })
end

-- Own seconds of a command's while so many seconds go by, and those.
local function own_of(child, seconds)
  local own, began, last = watch.own_time(child.pid), os.time(), 0
  process.await(function() return os.time() - began > seconds end,
    function() last = own() end)
  return last
end

-- One of so many that each has a small part of a processor.
local crowd = {}
local COUNT <const> = 4 * (tonumber(host.output("nproc")) or 1)
for i = 1, COUNT do crowd[i] = start(BUSY) end
local own = own_of(crowd[1], 4)
assert(own > 0 and own < 3, "a fourth of a processor for 4 s: " .. own)
for _, child in ipairs(crowd) do process.stop(child) end

local sleeper = start("sleep 60")
own = own_of(sleeper, 2)
assert(own > 0.5, "asleep for 2 s: " .. own)
process.stop(sleeper)

local function run(line, limit)
  return watch.run({ dir = dir, limit = limit }, { "sh", "-c", line })
end

assert(run(BUSY, 0.3) == TIMED_OUT, "computes for ever")
assert(run("sleep 60", 0.3) == TIMED_OUT, "sleeps for ever")
assert(run(("i=0; while [ $i -lt 12 ]; do i=$((i + 1)); sleep 0.2; "
  .. "echo $i >>%s/console.log; done; exit 3"):format(dir), 1) == 3,
  "writes, and is stopped")
assert(run(("while :; do echo >>%s/console.log; done"):format(dir), 0.05)
  == TIMED_OUT, "writes for ever")

-- And that after so many limits: twenty. The shell says what it has computed.
host.write(dir .. "/console.log", "")
assert(run(("while :; do times >>%s/console.log; done"):format(dir), 0.05)
  == TIMED_OUT, "writes for ever")
local computed = {}
for minutes, seconds in host.read(dir .. "/console.log"):gmatch(
    "(%d+)m([%d.]+)s") do
  computed[#computed + 1] = minutes * 60 + seconds
end
local count = #computed - #computed % 4         -- its own two, children's two
own = (computed[count - 3] + computed[count - 2]) / watch.slowness()
assert(own > 0.4 and own < 2.4, "twenty limits of 0.05 s: " .. own)

-- A host that takes so many seconds for the loop is so many times slower; none is faster
-- than the one that the limits were chosen on.
local clock <const> = os.clock
for seconds, times in pairs { [0.01] = 1, [0.025] = 1, [0.05] = 2, [0.5] = 20 } do
  local now = 7
  os.clock = function()
    now = now + seconds
    return now
  end
  local slowness = watch.slowness()
  assert(math.abs(slowness - times) < 1e-6, ("%g s: %g"):format(seconds, slowness))
end
os.clock = clock

-- An emulator that stops its guest and stays is ended when it says so.
local began = os.time()
assert(watch.run({ dir = dir, limit = 60, is_stopped = function(messages)
  return messages:find("KVM internal error", 1, true) end },
  { "sh", "-c", "echo one >&2; sleep 0.3; echo KVM internal error >&2; "
  .. "sleep 60" }) == 128 + 9, "it has stopped, and is waited for")
assert(os.time() - began < 30, "it has stopped, and is waited for")

-- Each log's lines go where they are asked for.
local console, results = {}, {}
local function both(line, how)
  for _, list in ipairs { console, results } do list[1] = nil end
  for _, name in ipairs { "console", "results" } do
    host.write(("%s/%s.log"):format(dir, name), "")
  end
  assert(watch.run({ dir = dir, limit = 5,
    console = how:find("c") and function(text) console[#console + 1] = text end,
    results = how:find("r") and function(text) results[#results + 1] = text end },
    { "sh", "-c", ("cd %s; %s"):format(dir, line) }) == 0)
  return #console .. (console[1] or "") .. " " .. #results .. (results[1] or "")
end
local WRITES <const> = "echo one >>console.log; echo two >>results.log"
assert(both(WRITES, "cr") == "1one 1two", "each log's")
assert(both(WRITES, "c") == "1one 0", "the console's alone")
assert(both(WRITES, "r") == "0 1two", "the results' alone")

-- Each line is handed on once, the last one without its newline, too.
local got = {}
host.write(dir .. "/console.log", "")
assert(watch.run({ dir = dir, limit = 5, console = function(line)
  got[#got + 1] = line end }, { "sh", "-c",
  ("cd %s; for i in one two; do echo $i >>console.log; sleep 0.3; done; "
  .. "printf 'a\\n\\nb' >>console.log"):format(dir) }) == 0)
assert(table.concat(got, "|") == "one|two|a||b", table.concat(got, "|"))

-- A line that does not end, in pieces, does not stop the host.
got = {}
host.write(dir .. "/console.log", "")
local spent = os.clock()
assert(watch.run({ dir = dir, limit = 5, console = function(line)
  got[#got + 1] = #line end }, { "sh", "-c",
  ("cd %s; for i in 1 2 3; do head -c 200000 /dev/zero | tr '\\0' y "
  .. ">>console.log; sleep 0.3; done; echo >>console.log; echo end "
  .. ">>console.log"):format(dir) }) == 0)
assert(table.concat(got, "|") == "600000|3", table.concat(got, "|"))
assert(os.clock() - spent < 5, "a long line takes long")

local function verdict_after(line, quiet, seconds)
  local child, began, why = start(line), os.time(), nil
  local look = stuck.watch(child, quiet)
  process.await(function() return why or os.time() - began > seconds end,
    function() why = why or look() end)
  process.stop(child)
  return why
end

assert(verdict_after("sleep 60 & wait", 2, 20), "asleep is stuck")
local quiet = math.ceil(3 * host.load())
assert(not verdict_after(("(%s) & wait"):format(BUSY), quiet, quiet + 2),
  "busy, not stuck")
print("watch: own time, progress, stuck")
