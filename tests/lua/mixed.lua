-- SPDX-License-Identifier: MIT
-- A mixture of all that can happen to protected modules, at random:
-- require("mixed")(seed, kinds of threads). Two kinds of threads beside each other,
-- each exchanged while clients run; all kinds of bindings, made, led elsewhere and
-- ended while calls are inside; replacements, deaths, and `debug` under it all. At the
-- end the graph, the memory, descriptors, threads, spaces, run slots and names are as
-- before. arg.seed=N, arg.steps=N: others, more; a failure says which, and prints
-- what came before it.

local links = require "mixed_links"
local sound = require "sound"
local steps = require "mixed_steps"
local world_of = require "mixed_world"

local STEPS <const> = 850               -- of six tests: 5,100
local TOLD <const> = 40                 -- steps that a failure prints
local TABLES <const> = 40000            -- some MiB of them
local SOUND <const> = 50                -- every so many steps all is looked at

-- How often each is drawn.
local OFTEN <const> = { load = 4, exec = 2, start = 6, join = 4, turns = 5,
  own = 2, bind = 6, unbind = 3, rebind = 2, replace = 3, call = 10, die = 2,
  fault = 1, revive = 2, unload = 3, exchange = 1, debug = 1, watch = 1 }

local names = {}
for name, times in pairs(OFTEN) do
  for _ = 1, times do names[#names + 1] = name end
end
table.sort(names)

local function tell(history, seed, left)
  print(("replay: arg.seed=%d, %d steps left"):format(seed, left))
  for _, text in ipairs(history) do print(text) end
end

local function end_all(world)
  local function act(name)
    steps.look(world)
    return steps[name](world)
  end
  for name, debugger in pairs(world.debuggers) do
    debugger.unload()
    world.debuggers[name] = nil
  end
  steps.look(world)
  while #world.links > 0 do links.unbind(world, world.links[1]) end
  while #world.runs > 0 do act("join") end
  while #world.workers > 0 do act("unload") end
  links.bury(world)
  assert(#world.old == 0, "a module that was replaced does not go")
end

-- A step is told before it is done, and then what it did.
local function note(history, text, ...)
  if #history > TOLD then table.remove(history, 1) end
  history[#history + 1] = text:format(...)
end

local function walk(world, history, done, left)
  while left[1] > 0 do
    local name = names[math.random(#names)]
    note(history, "%d %s ...", left[1], name)
    steps.look(world)
    local text = steps[name](world)
    history[#history] = text and ("%d %s: %s"):format(left[1], name, text)
    if text then
      done[name] = (done[name] or 0) + 1
      left[1] = left[1] - 1
    end
    if text and left[1] % SOUND == 0 then
      sound(deimos.graph())
      links.bury(world)
    end
  end
end

-- The digest has the regions of Lua's heap, too: it must not grow meanwhile.
local function reserve()
  local taken = {}
  for i = 1, TABLES do taken[i] = { i } end
  taken = nil
  collectgarbage()
end

return function(seed, kinds)
  reserve()
  seed = math.tointeger(tonumber(deimos.options["arg.seed"] or seed))
  math.randomseed(seed)
  local world = world_of.open(kinds)
  local counts = world_of.counts(world)
  local left = { tonumber(deimos.options["arg.steps"]) or STEPS }
  local history, done = {}, {}
  local ok, why = xpcall(function()
    walk(world, history, done, left)
    note(history, "the end")
    end_all(world)
  end, debug.traceback)
  if not ok then
    tell(history, seed, left[1])
    error(why, 0)
  end
  local now = world_of.counts(world)
  assert(now == counts, ("before: %s\nafter: %s"):format(counts, now))
  world_of.check_names(world, seed)
  world_of.close(world)
  local texts = {}
  for name in pairs(OFTEN) do
    texts[#texts + 1] = ("%s %d"):format(name, done[name] or 0)
  end
  table.sort(texts)
  print(("seed %d: %s"):format(seed, table.concat(texts, ", ")))
end
