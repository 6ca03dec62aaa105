-- SPDX-License-Identifier: MIT
-- What tests of a mixture work in: four memory models, two kinds of threads beside
-- each other, a runner a model and kind; workers (client_worker), links between
-- them, runs on threads. open(), close(world); counts(world): what all of it has
-- room for, which is the same when nobody has anything.

local models = require "models"
local p = require "protected"
local remains = require "remains"
local turns = require "turns"

local E <const> = models.E
local NAMED <const> = 512               -- objects of a model
local NAMING <const> = { "flat", "segmented", "segpaged" }
local MOST_NAMES <const> = 16           -- of a space
local M = {}

-- ORDER tests/modules/client_worker.c
M.OP = {
  DATA = 0, COUNT = 1, YIELD = 2, NEST = 3, DIE = 4, EXIT = 5, CHANGE = 6,
  LONG = 7, YIELDS = 32, FAULT = 33, SPIN = 34, MEMORY = 35, SEND = 36,
  GRANT = 37, TELL = 38,
}
M.DONE = 100

function M.argument(operation, size, more)
  return p.question(M.OP[operation] or error(operation), size, more)
end

--- f(...), or the error that the library of scripts raised of its result.
function M.raw(f, ...)
  local ok, result = pcall(f, ...)
  if ok then return result end
  return result:find("died in this call", 1, true) and E.DIED
    or result:find("unbound", 1, true) and E.UNBOUND
    or result:find("is dead", 1, true) and E.DEAD or error(result, 0)
end

local function runner(threads, model)
  local module = deimos.load("runner")
  deimos.bind(module, "memory", model.module, "memory")
  deimos.bind(module, "threads", threads, "concurrency")
  return { module = module, face = module:open("runner") }
end

--- kinds: of the models' threads, and of those beside.
function M.open(kinds)
  local world = { before = remains.take(), workers = {}, links = {}, runs = {},
    old = {}, debuggers = {}, runners = {}, deaths = {} }
  world.system = models.open(kinds[1], models.ALL)
  world.cm = deimos.find("cm"):open("cm")
  world.beside = turns.kind(kinds[2])
  turns.beside({ module = world.system.threads }, world.beside)
  world.threads = world.system.threads:open("concurrency")
  for _, model in ipairs(world.system.order) do
    if model.name ~= "flat" then
      table.insert(world.deaths, model.module:open("deaths"))
    end
    world.runners[model.name] = { runner(world.system.threads, model),
      runner(world.beside.module, model) }
  end
  return world
end

local function unbind_all(world, receptacle)
  local graph = deimos.graph()
  local named = {}
  for _, r in ipairs(graph.receptacles) do named[r.handle] = r.name end
  for _, b in ipairs(graph.bindings) do
    if named[b.receptacle] == receptacle then world.cm.unbind(b.handle) end
  end
end

function M.close(world)
  for _, pair in pairs(world.runners) do
    for _, r in ipairs(pair) do
      deimos.close(r.face)
      r.module:unload()
    end
  end
  for _, deaths in ipairs(world.deaths) do deimos.close(deaths) end
  unbind_all(world, "beside")
  deimos.close(world.threads)
  turns.unload(world.beside)
  deimos.close(world.cm)
  models.close(world.system, remains.check, world.before)
end

local function spaces(model)
  local all = {}
  repeat
    local space = model.m.create()
    all[#all + 1] = space
  until space < 0
  for i = 1, #all - 1 do assert(model.m.destroy(all[i]) == 0) end
  return ("%s: %d spaces, then %d"):format(model.name, #all - 1, all[#all])
end

-- Threads that find no such space, and end.
local function threads(world, which)
  local r = world.runners.flat[which].face
  local all = {}
  repeat
    local thread = r.start(0, 0)
    all[#all + 1] = thread
  until thread < 0
  for i = 1, #all - 1 do assert(r.join(all[i]) == E.HANDLE) end
  return ("%d threads, then %d"):format(#all - 1, all[#all])
end

function M.counts(world)
  local texts = { threads(world, 1), threads(world, 2) }
  for _, model in ipairs(world.system.order) do
    texts[#texts + 1] = spaces(model)
    texts[#texts + 1] = ("%d runs"):format(model.x.count())
  end
  return table.concat(texts, "; ")
end

-- How many objects there can be: those of client_worker, and new ones.
local function named(model)
  local count, error = 0, 0
  local all, at = {}, deimos.buffer(4)
  while error >= 0 do
    if count % MOST_NAMES == 0 then
      all[#all + 1] = model.m.create()
      if all[#all] < 0 then return table.remove(all) end
      assert(model.m.load(all[#all], "hello") == 0)
    end
    error = model.m.attach(all[#all], "mix" .. count, 4096, 3, at)
    if error >= 0 and model.m.unmap(all[#all], at:u32(0), 4096) < 0 then
      return "cannot be unmapped"
    end
    count = count + (error < 0 and 0 or 1)
  end
  for _, space in ipairs(all) do model.m.destroy(space) end
  return count
end

--- The names alone stay: to be asked last, of one model, since it takes long.
function M.check_names(world, seed)
  local name = NAMING[seed % #NAMING + 1]
  local count = named(world.system[name])
  assert(count == NAMED, ("%s has room for %s names"):format(name, count))
end

return M
