-- SPDX-License-Identifier: MIT
-- What tests/lua/turns.lua asks of two concurrency modules at once: each answer is
-- wrong, one at a time, and must be noticed; those that are not looked at are counted.
-- What it asks for is compared with golden/turns.txt (tests/story.lua).

package.path = "./tests/lua/?.lua;" .. package.path
local answers = require "tests.answers"
local STORY <const> = require("tests.story").open("tests/golden/turns.txt", "/nowhere",
  ... == "write")

local E <const> = { E_ACTIVE = -5, E_BUSY = -4 }
deimos = { errors = E }
package.loaded.points = { method = function(_, module, interface, method)
  return ("%s.%s of %s"):format(interface, method, module.id)
end }

local ROUNDS <const> = 40
local give, threads, woken, asked, half, dead

-- What a thread of that kind comes to; asked by a module of which threads.
local RESULT <const> = {
  ping = function(t) return t.argument end, pong = function(t) return t.argument end,
  count = function(t) return t.argument end, leave = function(t) return t.argument end,
  spin = function(t) return t.argument end, set = function(t) return t.argument end,
  wait = function(t) return woken and t.argument or E.E_ACTIVE end,
  tell = function(t) return t.which == t.by and t.handle << 4 | 1 or 18 end,
  join = function() return 5 end,
  hand = function(t) return t.name == "preempt" and E.E_BUSY or 0 end,
}
local KINDS <const> = { [0] = "ping", "pong", "count", "leave", "tell", "join", "wait",
  "spin", "set", "hand" }

-- After each turn the least that is right, and 120 after the last one. It is asked for
-- twice each time: the second answer is what a failure would say.
local function seen(run)
  asked = asked + 1
  local is_said, is_last = asked % 2 == 0, asked > 2 * ROUNDS
  if run.spinning then return give("seen spinning", 1, { 0, -1 }) end
  if is_said then return 0 end
  if is_last then return give("seen at the end", 120) end
  local least = math.min(3 * (asked + 1), 120) - 6
  return give("seen", least, { least - 1 })
end

-- The module `turns`, bound to those kinds.
local function turns_face(run, id)
  return answers.face(id, {
    set = function(_, value)
      asked, woken = 0, value == 1
      run.spinning = false
    end,
    seen = function() return seen(run) end,
    wait = function() return give("wait", E.E_ACTIVE) end,
    spawn = function(which, kind, word)
      if half == 1 then give("spawn beside half", answers.raised "unbound") end
      local t = { which = which, by = word >> 16, argument = word & 0xffff,
        kind = KINDS[kind], name = run.kinds[which + 1], handle = #threads + 2 }
      run.spinning = run.spinning or t.kind == "spin"
      threads[#threads + 1] = t
      return give("spawn", t.handle, { 1, 0, -1 })
    end,
  })
end

local function concurrency(run, module)
  return answers.face(module.id, {
    join = function(handle)
      local t = threads[handle - 1] or { kind = "leave", argument = -3 }
      if t.kind == "join" then woken = true end
      local result = RESULT[t.kind](t)
      return give("join of " .. t.kind, result, t.kind == "hand"
        and { result + 1, result - 1, result == 0 and E.E_BUSY or 1 } or nil)
    end,
    yield = function()
      if dead == module then
        run.report = ("module '%s' died: #UD"):format(module.name)
        give("yield of what dies", answers.raised "died")
      end
      return give("yield", 0)
    end,
    whose = function() return give("whose", 0) end,
    current = function() return give("current", 1) end,
    count = function() return give("count", run.count and run.count() or 1) end,
  })
end

local function new_module(run, name)
  local module = { name = name, id = ("%s#%d"):format(name, run.loaded) }
  function module.open(_, interface)
    answers.note("open", module, interface)
    local id = ("%s of %s"):format(interface, module.id)
    return interface == "concurrency" and concurrency(run, module)
      or interface == "turns" and turns_face(run, id)
      or answers.face(id, { strike = function() dead = run.first end })
  end
  function module.unload()
    answers.note("unload", module)
    if half == 1 and module == run.second then
      give("unload of what is bound", answers.raised "bound")
    end
  end
  return module
end

local NO_THREADS <const> = { fifo = true, turns = true, poison = true }

local function world(run)
  threads, woken, asked, half, dead = {}, false, 0, 0, nil
  run.bound, run.loaded = 0, 0
  function deimos.digest() return give("digest", 7) end
  function deimos.close(face) answers.note("close", face) end
  function deimos.report() return give("report", run.report, { "module 'x' died",
    "%s died" }) end
  function deimos.load(name)
    run.loaded = run.loaded + 1
    local module = new_module(run, name)
    answers.note("load", module)
    if not NO_THREADS[name] then run.first, run.second = run.second, module end
    return module
  end
  function deimos.bind(client, receptacle, server, interface)
    answers.note("bind", client, receptacle, server, interface)
    if receptacle == "beside" then
      run.bound = run.bound + 1
      half = run.bound % 2
    end
    return { unbind = function() answers.note("unbind", client, receptacle) end }
  end
end

local function checks(title, library, one, other)
  local say = print
  print = function() end
  local text, count = answers.each(function(giver)
    give = giver
    local run = { kinds = { one, other } }
    world(run)
    library(one, other, run)
  end)
  print = say
  STORY.tell(("%s, %s %s"):format(title, one, other), table.unpack(answers.asked))
  return text, count
end

-- Looked at: all but what a failure says, and turns of which more or fewer do no harm.
local turns <const> = require "turns"
local LOOKED_AT <const> = "count 8/0, current 4/0, digest 8/0, join of count 32/0, "
  .. "join of hand 12/0, join of join 8/0, join of leave 8/0, join of ping 16/0, "
  .. "join of pong 16/0, join of set 2/0, join of spin 2/0, join of tell 8/0, "
  .. "join of wait 18/0, seen 80/0, seen at the end 4/0, seen spinning 2/0, spawn 180/0, "
  .. "spawn beside half 2/0, unload of what is bound 2/0, wait 4/0, whose 4/0, "
  .. "yield 160/28"
local total = 0
for _, case in ipairs { { "preempt", "coop" }, { "coop", "preempt" }, { "coop", "tasks" } } do
  local text, count = checks("check", turns.check, case[1], case[2])
  local wanted = LOOKED_AT
  if case[2] == "tasks" then
    wanted = wanted:gsub("join of s%w+ 2/0, ", ""):gsub("seen spinning 2/0, ", "")
      :gsub("wait 18", "wait 16"):gsub("spawn 180", "spawn 171")
  end
  assert(text == wanted, text)
  total = total + count
end

local text, count = checks("death", function(one, other, run)
  local counts = { 2, 1 }
  run.count = function() return table.remove(counts, 1) end
  turns.death(one, other)
end, "coop", "tasks")
assert(text == "count 4/0, digest 4/0, join of count 2/0, join of set 2/0, join of wait "
  .. "4/0, report 2/0, spawn 12/0, yield 0/2, yield of what dies 2/0", text)
STORY.finish()
print(("turns_checks: %d wrong answers"):format(total + count))
