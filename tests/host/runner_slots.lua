-- SPDX-License-Identifier: MIT
-- The runner of `make test` from the first test to the last: all that there are
-- run, those that took longest begin first, what is stuck is ended, and of what
-- fails the last lines are shown.

local discover = require "tests.discover"
local guest = require "tests.guest_header"
local host = require "results.host"
local process = require "results.host.process"

local TREE <const> = host.scratch()
local TIMES <const> = TREE .. "/build/test.times"
local SHOWN <const> = 30                -- lines of one that fails

host.must(("mkdir -p %s/tests/host %s/build && cp tests/*.lua %s/tests "
  .. "&& cp -r results core %s"):format(TREE, TREE, TREE, TREE))

local function test(name, text)
  host.write(("%s/tests/host/%s.lua"):format(TREE, name), text)
end

local function run(pattern)
  local text = host.output(("cd %s && env BUILD=build T=%s lua5.4 "
    .. "tests/run.lua 2>&1; echo $?"):format(TREE, host.quote(pattern or "")))
  return tonumber(text:match("(%d+)$")), text
end

-- Each says when it begins.
local NAMES <const> = { "a", "b", "c", "d", "e", "f", "g", "h" }
for _, name in ipairs(NAMES) do
  test(name, ("local f = io.open('begun', 'a') f:write('%s ') f:close() "
    .. "print(1) os.execute('sleep 0.4')"):format(name))
end

local function begun()
  local places, count = {}, 0
  for name in (host.read(TREE .. "/begun") or ""):gmatch("%l") do
    count = count + 1
    places[name] = count
  end
  os.remove(TREE .. "/begun")
  assert(count == #NAMES, count .. " have begun")
  return places
end

host.write(TIMES, "1 host/a\n2 host/b\n30 host/c\n4 host/d\n5 host/e\n"
  .. "60 host/f\n7 host/g\n9 host/gone\n")
local NEAR <const> = 5                  -- a busy host may let some wait
local function runs_in(order)
  local status, text = run()
  assert(status == 0 and text:find("\n8 passed, 0 failed, 0 skipped\n"), text)
  local places = begun()
  for i = 1, #order - NEAR do
    for k = i + NEAR, #order do
      assert(places[order[i]] < places[order[k]], ("%s began behind %s"):format(
        order[i], order[k]))
    end
  end
end
-- h is new; then by their seconds. If all are new, in the order of the folder.
runs_in { "h", "f", "c", "g", "e", "d", "b", "a" }
os.remove(TIMES)
runs_in(NAMES)

-- What a whole run took is kept, and what a part of one did is not.
local function times()
  local found, count = {}, 0
  for seconds, name in host.read(TIMES):gmatch("(%S+) ([^\n]+)\n") do
    found[name], count = tonumber(seconds), count + 1
  end
  return found, count
end
local found, count = times()
assert(count == #NAMES and not found["host/gone"], host.read(TIMES))
for _, name in ipairs(NAMES) do assert(found["host/" .. name] < 60, name) end
host.write(TIMES, "77 host/a\n")
assert(run("host/[ab]") == 0)
assert(host.read(TIMES) == "77 host/a\n", "a part of a run is kept")
test("h", "print(1) os.execute('sleep 2')")
run()
assert(times()["host/h"] >= 2, host.read(TIMES))

-- Of one that fails the last lines, and all that failed are counted.
test("a", "for i = 1, 50 do print('line ' .. i) end os.exit(1)")
test("b", "print('why') os.exit(78)")
test("c", "print('why') os.exit(76)")
local status, text = run("host/[abcd]")
assert(status == 1 and text:find("\n1 passed, 3 failed, 0 skipped\n"), text)
assert(text:find("FAIL  host/a (", 1, true) and text:find("s) line 50\n"), text)
for i = 1, 50 do
  local is_there = text:find(("\n      | line %d\n"):format(i), 1, true)
  assert((is_there ~= nil) == (i > 50 - SHOWN), "line " .. i)
end

-- What is stuck is ended, with all that it has begun; the rest goes on. Ten
-- minutes are too long to wait for.
local source, made = host.read("tests/stuck.lua"):gsub(
  "QUIET, LEAST = 600, 1 ", "QUIET, LEAST = 8, 1 ")
assert(made == 1, "no such numbers in tests/stuck.lua")
host.write(TREE .. "/tests/stuck.lua", source)
local SLEEP <const> = ("sleep %d"):format(10000000 + process.pid())
test("a", ("os.execute('%s & %s; :')"):format(SLEEP, SLEEP))
local began = os.time()
status, text = run("host/a")
assert(status == 1 and os.time() - began < 600, text)
assert(text:find("FAIL  host/a %(%d+ s%) stuck: nothing computed for 8 s\n"), text)
assert(host.output("pgrep -fx '" .. SLEEP .. "'") == "", "what it began goes on")

-- Every test file of the tree is a test, on each machine that it names.
local known, names = {}, {}
for _, one in ipairs(discover.tests("")) do
  assert(not known[one.name], one.name .. " is there twice")
  known[one.name] = one.command
end
for path in host.output("find tests/boot tests/protect tests/whole tests/host "
    .. "-name '*.lua' -o -name '*.c'"):gmatch("[^\n]+") do
  local name = path:match("^tests/(.*)%.%w+$")
  if path:find("%.c$") then
    names[name .. " (C)"] = "'lua5.4' 'tests/unit.lua' '" .. path .. "'"
  elseif path:find("^tests/[bp]") then
    for machine in guest.read(path).machines:gmatch("%S+") do
      names[name .. " " .. machine] = ("'lua5.4' 'tests/guest.lua' '%s' '%s'")
        :format(path, machine)
    end
  else
    names[name] = "'lua5.4' '" .. path .. "'"
  end
end
for name, command in pairs(names) do
  assert(known[name] == command, name .. ": " .. tostring(known[name]))
  known[name] = nil
end
assert(not next(known), "no file is " .. tostring(next(known)))
print("runner_slots: all run, in order, and none for ever")
