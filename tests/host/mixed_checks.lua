-- SPDX-License-Identifier: MIT
-- The steps of a mixture (tests/lua/mixed_steps.lua): which answers of the system each
-- takes for right, of all that there could be. Here the system is a fake, and what a
-- step draws is said.

package.path = "./tests/lua/?.lua;" .. package.path
local digest, graph, found, count = 1, nil, nil, 0

deimos = {
  errors = { E_INVALID = -1, E_RANGE = -2, E_HANDLE = -3, E_BUSY = -4, E_ACTIVE = -5,
    E_DEAD = -6, E_DIED = -7, E_UNBOUND = -8, E_UNSUPPORTED = -9, E_LIMIT = -10 },
  digest = function() return digest end,
  graph = function() return graph end,
  find = function(name) return assert(found[name], name) end,
}
local E <const> = require("expect").E
package.loaded.models = { E = E, ALL = { "flat", "segmented", "segpaged", "paged" } }
package.loaded.protected = { question = function(operation, size, more)
  return operation | (more or 0) << 8 | (size or 0) << 16
end }
package.loaded.turns, package.loaded.remains = {}, {}
package.loaded.debug_model = {}
local links = require "mixed_links"
local steps = require "mixed_steps"

local NEST <const> = 3
local VALUES <const> = { -99, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5,
  76, 77, 78, 99, 100, 101 }
local NAMES <const> = {}
for name, number in pairs(E) do NAMES[number] = name end

-- What a step draws, one after the other.
local drawn
local bounds = {}
function math.random(low, high)
  if not high then low, high = 1, low end
  if high < low then return 0 end
  bounds[("%d-%d"):format(low, high)] = true
  local value = assert(table.remove(drawn, 1), "it draws more")
  assert(low <= value and value <= high, ("%d of %d to %d"):format(value, low, high))
  return value
end
local function draws(...) drawn = { ... } end

-- Numbers of errors by name, and others as they are.
local function text_of(list)
  local texts = {}
  for i, value in ipairs(list) do texts[i] = NAMES[value] or tostring(value) end
  return table.concat(texts, " ")
end

local function is(got, wanted, what)
  count = count + 1
  assert(got == wanted, ("%s: %s, not %s"):format(what, got, wanted))
end

-- accepts: the answers for which f(answer) does not raise.
local function accepts(wanted, what, f)
  local list = {}
  for _, value in ipairs(VALUES) do
    if pcall(f, value) then list[#list + 1] = value end
  end
  is(text_of(list), wanted, what)
end

local function raises(text, f, ...)
  local ok, message = pcall(f, ...)
  is(ok, false, text)
  is(tostring(message):find(text, 1, true) ~= nil, true, message)
end

-- The answer of a call that Lua raises, in place of a number.
local RAISED <const> = { [-7] = "the module died in this call", [-8] = "slot is unbound",
  [-6] = "the module is dead" }
local function give(value)
  if RAISED[value] then error(RAISED[value], 0) end
  return value
end

local function model(name)
  return { name = name, module = {}, m = {}, x = {} }
end

local function module_of(handle, name)
  return { handle = handle, name = name, unload = function() end }
end

local number
local function worker(world, its, changes)
  number = number + 1
  local w = { number = number, model = its, m = its.m, space = 10 * number,
    module = module_of(number, "worker") }
  for key, value in pairs(changes or {}) do w[key] = value end
  table.insert(world.workers, w)
  return w
end

-- A world of two models, without workers.
local function new()
  number, digest = 0, 1
  graph = { nodes = {}, receptacles = {}, bindings = {} }
  local flat, paged = model "flat", model "paged"
  local world = { workers = {}, links = {}, runs = {}, old = {}, debuggers = {},
    runners = { flat = { {}, {} }, paged = { {}, {} } }, deaths = {}, cm = {},
    threads = { yield = function() return 0 end },
    system = { order = { flat, paged }, threads = { name = "coop" }, flat = flat,
      paged = paged },
    beside = { module = { name = "tasks" } } }
  return world, paged, flat
end

-- A link that is there, of that kind.
local function link(world, kind, from, to)
  local l = { kind = kind, from = from, to = to, first = 31, second = 32,
    module = kind ~= "straight" and module_of(33, "bind") or nil }
  from.link = l
  table.insert(world.links, l)
  return l
end

-- --- what calls may be answered ---------------------------------------------------
local NO_REPLY <const> = "UNSUPPORTED UNBOUND DIED DEAD 0"
for kind, wanted in pairs { none = "UNBOUND|UNBOUND|UNBOUND|UNBOUND",
    straight = "5|5|DEAD|UNBOUND", near = "5|5|DEAD|UNBOUND", gate = "5|5|DEAD|UNBOUND",
    trap = "5|5|DEAD|UNBOUND", grant = "5|5|DEAD|UNBOUND",
    message = "5|RANGE|DEAD|UNBOUND", queue = (NO_REPLY .. "|"):rep(4):sub(1, -2),
    event = (NO_REPLY .. "|"):rep(4):sub(1, -2),
    stream = (NO_REPLY .. "|"):rep(4):sub(1, -2) } do
  local world, paged = new()
  local a, b = worker(world, paged), worker(world, paged)
  if kind ~= "none" then link(world, kind, a, b) end
  local texts = {}
  for i = 1, 4 do
    b.dead = i == 3
    if i == 4 and a.link then a.link.to = nil end
    local list, answers = {}, links.answers(a, 5, i ~= 2)
    for _, value in ipairs(VALUES) do
      if answers[value] then list[#list + 1] = value end
    end
    texts[i] = text_of(list)
  end
  is(table.concat(texts, "|"), wanted, kind)
end

-- --- look -------------------------------------------------------------------------
do
  local world, paged = new()
  local a, b = worker(world, paged), worker(world, paged)
  local l, into = link(world, "straight", a, b), link(world, "near", b, a)
  local deaths = { 0, 0 }
  for i = 1, 2 do world.deaths[i] = { count = function() return deaths[i] end } end
  graph.nodes = { { handle = 1, state = "live" }, { handle = 2, state = "live" } }
  steps.look(world)
  is(world.count, 0, "deaths")
  graph.nodes[2].state = "dead"
  steps.look(world)
  is(b.dead, nil, "nobody has died since")
  deaths[2] = 1
  a.own, b.own = 5, 6
  steps.look(world)
  is(b.dead, true, "it has died")
  is(a.dead, nil, "it lives")
  is(b.own, nil, "its own binding is gone")
  is(a.own, 5, "another's is not")
  is(into.from or into.first or b.link, nil, "what it was bound to is free")
  is(#world.links, 2, "the binding module is there")
  is(a.link, l, "what leads to it is there")
  b.own = 7
  deaths[1] = 1
  steps.look(world)
  is(b.own, 7, "it dies once")
end

-- --- load, exec, start ------------------------------------------------------------
do
  local world, paged = new()
  local space
  found = { worker = { space = function() return space end, handle = 9 } }
  local function load(created, loaded, is_newest)
    world.workers = {}
    paged.m.create = function() return created end
    paged.m.load = function(into, name)
      is(into, created, "a space")
      is(name, "worker", "a client")
      return loaded
    end
    space = is_newest and created or created + 1
    draws(2, 2)
    return steps.load(world)
  end
  accepts("1 2 3 4 5 76 77 78 99 100 101", "create",
    function(v) load(v, 0, true) end)
  accepts("0", "load", function(v) load(4, v, true) end)
  raises("the newest is another", load, 4, 0, false)
  world.number = nil
  is(load(4, 0, true) .. load(4, 0, true), "1(paged 4)2(paged 4)", "numbers")
  is(world.workers[1].space .. world.workers[1].module.handle, "49", "a worker")
  paged.module.load = function() return { space = function() return 6 end } end
  for size, wanted in pairs { [13] = 14, [14] = 14, [15] = 15 } do
    world.workers = {}
    for i = 1, size do world.workers[i] = {} end
    draws(2, 1)
    steps.load(world)
    is(#world.workers, wanted, "workers")
  end
  is(world.workers[1].space or 6, 6, "its space")
end

-- What runs, and what that may come to; `preempted`: by one kind or the other.
local function started(its, name, beside, ...)
  local world, paged, flat = new()
  world.system.threads.name, world.beside.module.name = name, beside
  local w = worker(world, its == "flat" and flat or paged)
  local face = { start = function(in_space, what)
    is(in_space, w.space, "a space")
    return what and 40
  end }
  world.runners[its] = { {}, { face = face } }
  draws(1, 2, ...)
  drawn[#drawn + 1] = 2
  steps.start(world)
  is(#drawn, 0, "it draws less")
  local run, list = world.runs[1], {}
  for _, value in ipairs(VALUES) do
    if run.allowed and run.allowed[value] then list[#list + 1] = value end
  end
  is(w.run, run, "it runs")
  return ("%x %s"):format(run.what, text_of(list))
end
for which, wanted in pairs { "920 100", "110922 100", "223 100", "921 DIED", "902 ",
    "901 ", "7ff0900 " } do
  local more = which == 3 and { 2 } or which == 2 and { 17 } or which == 7 and { 2047 }
    or {}
  for _, kinds in ipairs { { "coop", "tasks" }, { "preempt", "tasks" },
      { "coop", "preempt" } } do
    for _, its in ipairs { "flat", "paged" } do
      local is_left = which == 4 and (its == "flat" or kinds[1] == "preempt"
        or kinds[2] == "preempt")
      is(started(its, kinds[1], kinds[2], which, 9,
        table.unpack(is_left and { 2047 } or more)), is_left and "7ff0900 " or wanted,
        "main " .. which)
    end
  end
end

-- A run on threads of either kind, by either step.
local function start(world, handle, begun, yields)
  local w = worker(world, world.system.paged)
  world.runners.paged[1].face = { start = function() return handle end,
    join = function(of) return of == handle and give(world.answer) end }
  local times = 0
  world.threads.yield = function()
    times = times + 1
    return yields
  end
  draws(#world.workers, 1, 1, 0, begun)
  local text = steps.start(world)
  return text and times, w
end
accepts("1 2 3 4 5 76 77 78 99 100 101", "start", function(v) start(new(), v, 2, 0) end)
accepts("0", "yield", function(v) start(new(), 5, 1, v) end)
is(start(new(), 5, 1, 0), 2, "yields")
is(start(new(), 5, 2, 0), 0, "yields")
for runs, wanted in pairs { [7] = 2, [8] = false } do
  local world = new()
  for i = 1, runs do world.runs[i] = {} end
  is(start(world, 5, 1, 0) or false, wanted, "so many run")
end

local function exec(world, handle, running)
  local paged = world.system.paged
  for i = 1, running or 0 do world.runs[i] = {} end
  found = { worker = { space = function() return 60 end } }
  paged.x = { exec = function(name, what) return name == "worker" and what == 0x20
      and handle end,
    space = function(of) return of == handle and 60 end,
    wait = function(of) return of == handle and give(world.answer) end }
  draws(2, 1, 0, 2)
  return steps.exec(world), world.workers[#world.workers]
end
accepts("1 2 3 4 5 76 77 78 99 100 101", "exec", function(v) exec(new(), v) end)
is(exec(new(), 5, 7) ~= nil, true, "seven run")
is(exec(new(), 5, 8), nil, "eight run")
do
  local world = new()
  for i = 1, 14 do world.workers[i] = {} end
  is(exec(world, 5), nil, "fourteen are there")
end

-- --- join -------------------------------------------------------------------------
local IS_ANSWER <const> = "UNSUPPORTED UNBOUND DIED DEAD BUSY RANGE INVALID 0 1 2 3 4 5 "
  .. "76 77 78 99 100 101"
local HANDLE_TOO <const> = IS_ANSWER:gsub("BUSY", "BUSY HANDLE")
local function join(answer, by, change)
  local world = new()
  local _, w = by(world, 5, 2, 0)
  w = w or world.workers[1]
  world.answer = answer
  change(world.runs[1], w, world)
  draws(1)
  steps.join(world)
  is(#world.runs .. tostring(w.run), "0nil", "it has ended")
end
local function by_exec(world) return exec(world, 5) end
local function gone(world) world.system.paged.x.space = function() return -3 end end
accepts("100", "join", function(v) join(v, start, function() end) end)
accepts("DIED 100", "join of a dead one", function(v)
  join(v, start, function(_, w) w.dead = true end)
end)
accepts("5 76", "join of others", function(v)
  join(v, start, function(run) run.allowed = { [5] = true, [76] = true } end)
end)
accepts(IS_ANSWER, "join of calls", function(v)
  join(v, start, function(run) run.allowed = nil end)
end)
accepts(HANDLE_TOO, "join of what is gone", function(v)
  join(v, start, function(run, w) run.is_gone, w.run = true, nil end)
end)
accepts("100", "wait", function(v)
  join(v, by_exec, function(_, w, world)
    gone(world)
    w.own = 8
  end)
end)
accepts("ACTIVE BUSY", "wait for what is bound, or somebody is in it", function(v)
  pcall(join, v, by_exec, function() end)
  local world = new()
  exec(world, 5)
  world.answer = v
  draws(1)
  is(steps.join(world):find("is in use", 1, true) and #world.runs, 1, "it stays")
end)
accepts("", "wait for what is bound and dead", function(v)
  local world = new()
  local _, w = exec(world, 5)
  world.answer, w.dead = v, true
  draws(1)
  steps.join(world)
end)
do
  local world = new()
  local _, w = exec(world, 5)
  world.answer = 100
  gone(world)
  local other = worker(world, world.system.paged)
  link(world, "straight", other, w)
  link(world, "near", w, other)
  draws(1)
  steps.join(world)
  is(#world.workers .. #world.links, "11", "its module is gone, and its bindings")
  is(world.links[1].from, nil, "it was its own")
  is(other.link, nil, "what led to it straight is unbound")
end
for space, stays in pairs { [-1] = false, [0] = false, [1] = true, [2] = true } do
  local world = new()
  exec(world, 5)
  world.answer = stays and -4 or 100
  world.system.paged.x.space = function() return space end
  draws(1)
  steps.join(world)
  is(#world.runs, stays and 1 or 0, "space")
end
accepts("DIED 100", "join of one that has died meanwhile", function(v)
  join(v, start, function(_, w, world)
    world.deaths[1], world.count = { count = function() return 1 end }, 0
    graph.nodes = { { handle = w.module.handle, state = "dead" } }
  end)
end)
draws()
is(steps.join(new()), nil, "nothing runs")

-- --- turns, own -------------------------------------------------------------------
accepts("0", "turns", function(v)
  local world = new()
  world.threads.yield = function() return v end
  draws(6)
  is(steps.turns(world), 6, "turns")
end)
do
  local world, times = new(), 0
  world.threads.yield = function()
    times = times + 1
    return 0
  end
  draws(6)
  is(steps.turns(world) .. times, "66", "turns")
end
accepts("0", "own", function(v)
  local world, paged = new()
  local w = worker(world, paged, { own = 12 })
  world.cm.unbind = function(handle) return handle == 12 and v end
  draws(1)
  steps.own(world)
  is(w.own, nil, "none of its own")
end)
for which, of in ipairs { "coop", "tasks" } do
  local world, paged = new()
  local w = worker(world, paged)
  function deimos.bind(client, receptacle, server, interface)
    is(client, w.module, "a client")
    is(receptacle .. " " .. interface, "concurrency concurrency", "an interface")
    is(server.name, of, "a kind")
    return { handle = 77 }
  end
  draws(1, which)
  steps.own(world)
  is(w.own, 77, "its own")
end

-- --- bind, unbind, rebind ---------------------------------------------------------
for _, case in ipairs { { "dead", true }, { "every slot", false } } do
  for _, said in ipairs { "dead", "every slot", "other", "none" } do
    for _, running in ipairs { 0, 1 } do
      for _, changes in ipairs { 0, 1 } do
        local world, paged = new()
        local a, b = worker(world, paged), worker(world, paged, { dead = case[2] })
        if not case[2] then link(world, "near", a, b) end
        if running == 1 then world.runs[1] = {} end
        function deimos.bind()
          digest = digest + changes
          if said ~= "none" then error("it is " .. said, 0) end
        end
        draws(1, 2)
        is(pcall(steps.bind, world), said == case[1] and running >= changes,
          ("bind: %s, %s, %d runs, %d"):format(case[1], said, running, changes))
      end
    end
  end
end

-- Which bindings a kind has: the modules' names in order.
local function bound(kind, which, answer, same)
  local world, paged, flat = new()
  local a, b = worker(world, paged), worker(world, same and paged or flat)
  local list = {}
  world.beside.module.id, world.system.threads.id = "beside", "system"
  a.module.id, b.module.id, paged.module.id, flat.module.id = "a", "b", "paged", "flat"
  function deimos.load(name)
    return { id = name, open = function(_, interface)
      return { start = function(room)
        list[#list + 1] = interface .. room
        return answer
      end }
    end }
  end
  function deimos.bind(client, receptacle, server, interface)
    list[#list + 1] = ("%s.%s-%s.%s"):format(client.id, receptacle, server.id, interface)
    return { handle = #list }
  end
  draws(1, 2, kind, which)
  local text = steps.bind(world)
  if not text then return "none" end
  is(a.link == world.links[1] and a.link.from == a and a.link.to == b, true, "a link")
  return table.concat(list, " "), a.link
end
local BY <const> = "bind_%s.server-b.service a.server-bind_%s.service %sbinding16384"
for i, kind in ipairs { "straight", "near", "gate", "trap", "message", "queue", "event",
    "stream", "grant" } do
  for which, of in ipairs { "system", "beside" } do
    local threads = i >= 5 and i <= 8
      and ("bind_%s.threads-%s.concurrency "):format(kind, of) or kind == "grant"
      and "bind_grant.memory-paged.memory " or ""
    local text, l = bound(i, which, 0, true)
    is(text, kind == "straight" and "a.server-b.service"
      or BY:format(kind, kind, threads), kind)
    is(("%s %s"):format(l.first, l.second), kind == "straight" and "1 nil" or "2 1",
      "its ends")
    accepts(kind == "straight" and text_of(VALUES) or "0", "start of " .. kind,
      function(v) bound(i, which, v, true) end)
    if kind == "grant" then is(bound(i, which, 0, false), "none", "between models") end
  end
end

-- What an answer of unbind() or stop() does, and where the module goes.
local function unbind(first, second, stop, unloads)
  local world, paged = new()
  local a, b = worker(world, paged), worker(world, paged)
  local l = link(world, "near", a, b)
  l.control = { stop = function() return give(stop) end }
  l.module.unload = function() assert(unloads, "called") end
  local closed
  deimos.close = function(face) closed = face end
  world.cm.unbind = function(handle) return handle == 31 and first or second end
  draws(1)
  steps.unbind(world)
  is(closed, l.control, "closed")
  is(#world.links .. tostring(a.link), "0nil", "no link")
  return #world.old
end
accepts("0", "unbind", function(v) unbind(v, 0, 0, true) end)
accepts("0", "unbind", function(v) unbind(0, v, 0, true) end)
accepts(text_of(VALUES), "stop", function(v) unbind(0, 0, v, true) end)
is(unbind(0, 0, 0, true) .. unbind(0, 0, 0, false), "01", "modules that stay")
-- An end that is unbound already is left alone, and nobody has no link.
for end_of = 1, 2 do
  local world, paged = new()
  local l = link(world, "straight", worker(world, paged), worker(world, paged))
  if end_of == 1 then l.first, l.from = nil, nil else l.second = nil end
  world.cm.unbind = function(handle) return handle == 33 - end_of and 0 or -3 end
  links.unbind(world, l)
  is(#world.links, 0, "it is gone")
end
-- What leads nowhere, or from nobody, stays; a grant is within a model.
for _, case in ipairs { { "near", "to" }, { "near", "from" }, { "grant", nil, true },
    { "grant", nil, false }, { "near", nil, true } } do
  local world, paged, flat = new()
  local a, b = worker(world, paged), worker(world, case[3] and flat or paged)
  local l = link(world, case[1], a, a)
  if case[2] then l[case[2]] = nil end
  world.cm.rebind = function() return 0 end
  draws(1, 2)
  is(steps.rebind(world) ~= nil, not case[2] and (case[1] == "near" or not case[3]),
    "rebind")
  is(l.to == b, not case[2] and (case[1] == "near" or not case[3]), "it leads there")
end
do
  local world, paged = new()
  link(world, "near", worker(world, paged), nil).from.dead = true
  draws(1)
  is(steps.rebind(world), nil, "nobody lives")
end
for _, kind in ipairs { "straight", "near" } do
  accepts("0 1 2 3 4 5 76 77 78 99 100 101", "rebind", function(v)
    local world, paged = new()
    local a, b = worker(world, paged), worker(world, paged)
    local l = link(world, kind, a, b)
    world.cm.rebind = function(handle, to, interface)
      is(handle .. " " .. to .. interface, (kind == "near" and 32 or 31) .. " 1service",
        "a binding")
      return v
    end
    draws(1, 1)
    steps.rebind(world)
    is(l.to, a, "it leads to another")
  end)
end
do
  local old, now = { unload = function() end }, { unload = function() error "called" end }
  local world = { old = { old, old, now, old, now, old, old } }
  links.bury(world)
  is(#world.old, 2, "what can go is gone")
  is(world.old[1] == now and world.old[2] == now, true, "what is called is not")
end

-- --- replace ----------------------------------------------------------------------
-- bindings: of the new one's receptacle; what it had.
local function replace(kind, to_dead, is_found, drains)
  local world, paged = new()
  local a, b = worker(world, paged), worker(world, paged, { dead = to_dead })
  local l = kind and link(world, kind, a, b)
  local old <const>, new_one <const> = a.module, { handle = 50,
    space = function() return 500 end }
  old.replace = function(_, name) return name == "worker" and new_one end
  graph.receptacles = { { handle = 7, node = 50, name = "concurrency" },
    { handle = 8, node = 50, name = "server" }, { handle = 9, node = 2, name = "server" } }
  graph.bindings = { { handle = 60, receptacle = 9 }, { handle = 62, receptacle = 7 } }
  if is_found then table.insert(graph.bindings, { handle = 61, receptacle = 8 }) end
  graph.nodes = { { handle = 2 }, { handle = drains and 1 or 3, state = "draining" } }
  a.own = 5
  draws(1)
  local text = steps.replace(world)
  is(text, "1(paged 10) by 1(paged 500)" .. (drains and ", drains" or ""), "told")
  is(a.own .. " " .. a.space .. " " .. a.module.handle, "62 500 50", "the new one")
  is(#world.old, drains and 1 or 0, "the old one drains")
  if l and is_found then is(l.first, 61, "its binding") end
  return #world.links
end
for _, case in ipairs { { nil, false, false, 0 }, { "near", false, true, 1 },
    { "near", true, true, 1 }, { "straight", false, true, 1 },
    { "straight", true, false, 0 } } do
  is(replace(case[1], case[2], case[3]), case[4], "links")
  is(replace(case[1], case[2], case[3], true), case[4], "links")
  raises("is not bound as before", replace, case[1], case[2], not case[3])
end

-- --- call -------------------------------------------------------------------------
local CALLS <const> = { "DATA", "COUNT", "YIELD", "EXIT", "GRANT", "SEND", "NEST" }
local ARGUMENTS <const> = { DATA = 0x50000, COUNT = 1, YIELD = 2, EXIT = 5,
  GRANT = 0x50025, SEND = 0x50024, NEST = NEST }
-- asked: what is asked for in its place.
local function call(world, a, what, answer, asked)
  a.m.run = function(space, argument)
    is(space .. " " .. argument, a.space .. " " .. ARGUMENTS[asked or what], what)
    return give(answer)
  end
  for i, name in ipairs(CALLS) do
    if name == what then draws(1, i, 5) end
  end
  return steps.call(world)
end

local POSITIVE <const> = "1 2 3 4 5 76 77 78 99 100 101"
local RIGHT <const> = { DATA = "5", COUNT = POSITIVE, YIELD = "2", EXIT = "77",
  SEND = "0", GRANT = POSITIVE, NEST = IS_ANSWER }
-- Of a reply without bytes: a kind that looks refuses its size.
local SHORT <const> = { DATA = "5", COUNT = "RANGE " .. POSITIVE, YIELD = "RANGE",
  EXIT = "RANGE", SEND = "0", GRANT = "RANGE " .. POSITIVE, NEST = IS_ANSWER }

-- ACTIVE is anybody's answer: the model runs one of them at a time.
local function with(first, list)
  local set = {}
  for word in (first .. " " .. list .. " ACTIVE"):gmatch("%S+") do
    set[tonumber(word) or E[word]] = true
  end
  local texts = {}
  for _, value in ipairs(VALUES) do
    if set[value] then texts[#texts + 1] = value end
  end
  return text_of(texts)
end

local function calls(kind, state, what, wanted, asked)
  accepts(wanted, ("%s by %s, %s"):format(what, kind, state), function(v)
    local world, paged = new()
    local a, b = worker(world, paged), worker(world, paged)
    if kind ~= "none" then link(world, kind, a, b) end
    b.dead = state == "dead"
    if state == "unbound" then a.link.to = nil end
    call(world, a, what, v, asked)
  end)
end
for _, what in ipairs(CALLS) do
  local asked = what == "GRANT" and "COUNT" or nil
  local is_any = what == "NEST"
  local counts = (what == "COUNT" or what == "GRANT") and POSITIVE or ""
  for _, kind in ipairs { "straight", "near", "gate", "trap" } do
    calls(kind, "alive", what, with("", RIGHT[what]), asked)
    calls(kind, "dead", what, with(is_any and IS_ANSWER or "DEAD", counts), asked)
  end
  calls("message", "alive", what, with("", SHORT[what]), asked)
  calls("message", "unbound", what, with(is_any and IS_ANSWER or "UNBOUND", counts), asked)
  calls("none", "alone", what, with(is_any and IS_ANSWER or "UNBOUND", counts), asked)
  for _, kind in ipairs { "queue", "event", "stream" } do
    calls(kind, "alive", what, with("", IS_ANSWER), asked)
  end
  calls("grant", "alive", what, with("", (what == "DATA" or what == "SEND"
    or what == "GRANT") and IS_ANSWER or RIGHT[what]))
end

-- Who died of the call says so; who dies meanwhile changes what is right.
accepts(with("DIED UNBOUND", "5"), "a call of one that dies", function(v)
  local world, paged = new()
  local a, b = worker(world, paged), worker(world, paged)
  link(world, "near", a, b)
  world.deaths[1], world.count = { count = function() return 1 end }, 0
  graph.nodes = { { handle = 1, state = "dead" } }
  call(world, a, "DATA", v)
end)
-- Under `flat` a client's end is everybody's: another call is made in its place.
for _, to in ipairs { "flat", "paged" } do
  local world, paged, flat = new()
  local a, b = worker(world, paged), worker(world, to == "flat" and flat or paged)
  link(world, "near", a, b)
  call(world, a, "EXIT", to == "flat" and 1 or 77, to == "flat" and "COUNT" or nil)
end

-- --- deaths -----------------------------------------------------------------------
-- Who is asked to die, over which link, and does.
local function die(kind, answer, change)
  local world, paged = new()
  local a, b = worker(world, paged), worker(world, paged)
  link(world, kind, a, b)
  if change then change(b, world) end
  a.m.run = function(space, argument)
    is(space .. " " .. argument, "10 4", "an order to die")
    return give(answer)
  end
  draws(1)
  local text = steps.die(world)
  is(text ~= nil, b.dead == true, "dead")
  return text
end
for _, kind in ipairs(links.KINDS) do
  local is_asked = not links.NO_REPLY[kind]
  accepts(is_asked and "DIED" or text_of(VALUES), "die by " .. kind, function(v)
    is(die(kind, v) ~= nil, is_asked, kind)
  end)
end
is(die("near", -7, function(b, world) b.model = world.system.flat end), nil, "of flat")
is(die("near", -7, function(b) b.run = {} end), nil, "it has not begun")
is(die("near", -7, function(b) b.run = { has_begun = true } end) ~= nil, true, "it runs")

accepts("DIED", "fault", function(v)
  local world, paged = new()
  local a = worker(world, paged)
  a.m.run = function(_, argument) return argument == 0x221 and give(v) end
  draws(1)
  steps.fault(world)
  is(a.dead, true, "dead")
end)
do
  local world, _, flat = new()
  worker(world, flat)
  draws(1)
  is(steps.fault(world), nil, "flat has no faults")
end

accepts("100", "revive", function(v)
  local world, paged = new()
  local a = worker(world, paged)
  worker(world, paged, { dead = true, run = {} })
  worker(world, paged, { dead = true, exec = 4 })
  local b = worker(world, paged, { dead = true, space = 20 })
  link(world, "straight", a, b)
  b.m.run = function(space, argument) return space == 20 and argument == 32 and give(v) end
  found = { worker = { space = function() return 20 end } }
  draws(1)
  steps.revive(world)
  is(b.dead, nil, "it lives")
  is(b.module, found.worker, "as a new module")
  is(#world.links, 0, "what led to the old one is gone")
end)
for _, step in ipairs { "revive", "fault", "die", "call", "own", "rebind", "unbind",
    "unload", "watch", "replace", "start", "bind" } do
  draws()
  is(steps[step](new()), nil, step .. ": nobody is there")
end

-- --- unload -----------------------------------------------------------------------
-- One that runs goes before it has begun, or stays.
for answer, wanted in pairs { [0] = "before it ran", [-5] = "stays", [-4] = "stays",
    [-7] = "", [1] = "", [-3] = "" } do
  local world, paged = new()
  local a = worker(world, paged, { run = {} })
  local run = a.run
  a.m.destroy = function(space) return space == 10 and answer end
  draws(1)
  local ok, text = pcall(steps.unload, world)
  is(ok, wanted ~= "", "destroy")
  is(not ok or text:find(wanted, 1, true) ~= nil, true, wanted)
  is(run.is_gone == true and #world.workers == 0, answer == 0, "gone")
end
-- One that others are bound to does not.
for _, running in ipairs { 0, 1 } do
  for _, case in ipairs { { "bound" }, { "other", true }, { "none", true } } do
    accepts(case[2] and "" or running == 1 and "ACTIVE BUSY" or "BUSY",
      "destroy of what is bound", function(v)
        local world, paged = new()
        local a, b = worker(world, paged), worker(world, paged)
        link(world, "straight", b, a)
        if running == 1 then world.runs[1] = {} end
        a.module.unload = function() if case[1] ~= "none" then error(case[1], 0) end end
        a.m.destroy = function() return v end
        draws(1)
        is(#world.workers, 2, "it stays")
        is(steps.unload(world):find("is bound", 1, true) ~= nil, true, "bound")
      end)
  end
end
-- By its module or by its space, if it can be. One that is bound to itself, straight,
-- is bound to nobody else.
for way = 1, 2 do
  for _, dead in ipairs { false, true } do
    for _, kind in ipairs { "none", "straight", "near", "other" } do
      for _, goes in ipairs { true, false } do
        local world, paged = new()
        local a = worker(world, paged, { dead = dead })
        if kind == "other" then
          link(world, "near", worker(world, paged), a)
        elseif kind ~= "none" then
          link(world, kind, a, a)
        end
        local by, may = nil, goes and (dead or kind == "none" or kind == "straight")
        a.module.unload = function()
          by = "module"
          if not may then error("bound", 0) end
        end
        a.m.destroy = function()
          by = "space"
          return may and 0 or -4
        end
        draws(1, way)
        local text = steps.unload(world)
        is(text:find("is ", 1, true) == nil, may, text)
        is(world.workers[1] == a, not may, "gone")
        if may then is(by, (dead or way == 2) and "space" or "module", "by") end
      end
    end
  end
end

-- --- exchange, debug, watch -------------------------------------------------------
for case = 0, 3 do
  local world, which, drains = new(), case % 2 + 1, case > 1
  local new_one, asked = {}, nil
  local old = which == 1 and world.system.threads or world.beside.module
  old.handle = 70
  graph.nodes = drains and { { handle = 70, state = "draining" } } or {}
  local function replace_by(_, kind)
    asked = kind
    return new_one
  end
  world.system.threads.replace, world.beside.module.replace = replace_by, replace_by
  draws(which, 2)
  steps.exchange(world)
  is(asked, "preempt", "another kind")
  is(world.system.threads == new_one, which == 1, "the models' threads")
  is(world.beside.module == new_one, which == 2, "those beside")
  is(world.old[1] == old, drains, "it drains")
end
do
  local world, paged = new()
  local unloaded = 0
  package.loaded.debug_model.under = function(module)
    is(module, paged.module, "under a model")
    return { unload = function() unloaded = unloaded + 1 end }
  end
  draws(2)
  is(steps.debug(world) .. unloaded, "paged on0", "debug")
  draws(2)
  is(steps.debug(world) .. unloaded, "paged off1", "debug")
  is(world.debuggers.paged, nil, "no debugger")
end

local function watch(answer, writes, told, change)
  local world, paged = new()
  local a = worker(world, paged)
  local logs, calls = 0, {}
  world.debuggers.paged = {
    log = function()
      logs = logs + 1
      local list = { { space = 10, kind = "read" }, { space = 20, kind = "write" } }
      for _ = 1, logs == 2 and writes or 9 do
        table.insert(list, { space = 10, kind = "write" })
      end
      return list
    end,
    watch = function(...)
      calls[#calls + 1] = table.concat({ ... }, " ")
      return 5
    end,
    unwatch = function(it) calls[#calls + 1] = "unwatch " .. it end,
    step = function(...) calls[#calls + 1] = "step " .. table.concat({ ... }, " ") end }
  a.m.run = function(_, argument)
    if argument == 38 then return told end
    is(argument, 4 << 16 | 34, "four writes")
    return give(answer)
  end
  if change then change(a, world) end
  draws(1, 1, 1, 40)
  return steps.watch(world), table.concat(calls, ", ")
end
accepts("100", "a run that is watched", function(v) watch(v, 4, 4096) end)
accepts("4", "writes that are seen", function(v) watch(100, v, 4096) end)
is(select(2, watch(100, 4, 4096)), "10 4096 64 w, unwatch 5, step 10 40", "calls")
is(watch(100, 0, -5), nil, "it runs elsewhere")
is(watch(1, 0, 1, function(a) a.own = 5 end), nil, "its own threads")
is(watch(1, 0, 1, function(a) a.run = {} end), nil, "it runs")
is(watch(1, 0, 1, function(_, world) world.debuggers = {} end), nil, "no debugger")
-- All that was drawn, from and to.
local all = {}
for text in pairs(bounds) do all[#all + 1] = text end
table.sort(all)
is(table.concat(all, " "),
  "0-2 0-9 1-1 1-2 1-2048 1-3 1-40 1-400 1-4096 1-6 1-7 1-9", "draws")
print(("mixed_checks: %d things right and wrong"):format(count))
