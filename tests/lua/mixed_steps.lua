-- SPDX-License-Identifier: MIT
-- The steps of a mixture, by name. Each is given the world, and returns what it did
-- as a text; nil: it found nothing to do. All that it draws, it draws by
-- math.random, so that a seed says it all.

local debug_model = require "debug_model"
local expect = require "expect"
local links = require "mixed_links"
local models = require "models"
local replaced = require "replaced"
local world_of = require "mixed_world"

local E <const> = models.E
local MOST <const>, RUNNING <const>, DONE <const> = 14, 8, world_of.DONE
local THREADS <const> = { "coop", "preempt", "tasks" }
local WATCHABLE <const> = { "segpaged", "paged" }
local argument <const>, raw <const> = world_of.argument, world_of.raw

local M = {}
local function draw(list) return list[math.random(#list)] end

local function name_of(worker)
  return worker and ("%d(%s %d)"):format(worker.number, worker.model.name,
    worker.space) or "none"
end

local function live(world, condition)
  local found = {}
  for _, w in ipairs(world.workers) do
    if not w.dead and (not condition or condition(w)) then
      found[#found + 1] = w
    end
  end
  return draw(found)
end

local function is_idle(worker) return not worker.run and not worker.exec end

-- A refusal changes nothing, but what others change that run meanwhile.
local function refused(world, text, f, ...)
  if #world.runs > 0 then
    expect.refused(text, f, ...)
  else
    expect.unchanged(text, f, ...)
  end
end

local function check(got, allowed, what)
  if allowed[got] then return end
  local texts = {}
  for value in pairs(allowed) do texts[#texts + 1] = value end
  table.sort(texts)
  error(("%s: %s, not one of %s"):format(what, got, table.concat(texts, " ")), 2)
end

-- The newest one, which has come just now.
local function newest(space)
  local module = deimos.find("worker")
  assert(module:space() == space, "the newest is another")
  return module
end

local function add(world, model, space, module)
  world.number = (world.number or 0) + 1
  local worker = { number = world.number, model = model, m = model.m,
    space = space, module = module or newest(space) }
  table.insert(world.workers, worker)
  return worker
end

function M.load(world)
  if #world.workers >= MOST then return end
  local model = draw(world.system.order)
  if math.random(2) == 1 then
    local module = model.module:load("worker")
    return "by the CM " .. name_of(add(world, model, module:space(), module))
  end
  local space = model.m.create()
  assert(space > 0 and model.m.load(space, "worker") == 0)
  return name_of(add(world, model, space))
end

-- Does the timer change what a step looks at, in the middle of it?
local function is_preempted(world)
  return world.system.threads.name == "preempt" or
    world.beside.module.name == "preempt"
end

-- What client_main does on a thread, and what that may come to.
local function main_of(world, worker)
  local which = math.random(7)
  local times = math.random(0, 9)
  if which == 1 then
    return argument("YIELDS", 0, times), { [DONE] = true }
  elseif which == 2 then
    return argument("SPIN", math.random(400), times), { [DONE] = true }
  elseif which == 3 then
    return argument("MEMORY", 0, math.random(0, 2)), { [DONE] = true }
  elseif which == 4 and worker.model.name ~= "flat" and
      not is_preempted(world) then
    return argument("FAULT", 0, times), { [E.DIED] = true }
  elseif which == 5 then
    return argument("YIELD", 0, times)
  elseif which == 6 then
    return argument("COUNT", 0, times)
  end
  return argument("DATA", math.random(2048), times)
end

-- Its calls go wherever its link leads meanwhile, and come to whatever that does.
local function start_on(world, worker, start)
  local what, allowed = main_of(world, worker)
  local run = { worker = worker, allowed = allowed, what = what }
  run.handle = start(what)
  assert(run.handle > 0, run.handle)
  worker.run = run
  table.insert(world.runs, run)
  return run
end

-- Whether it has begun is known of some. (One that has not would have a dead one begin
-- again.) Others run meanwhile.
local function begin(world, run)
  run.has_begun = math.random(2) == 1
  for _ = 1, run.has_begun and 2 or 0 do assert(world.threads.yield() == 0) end
end

function M.start(world)
  if #world.runs >= RUNNING then return end
  local worker = live(world, is_idle)
  if not worker then return end
  local which = math.random(2)
  local face = world.runners[worker.model.name][which].face
  local run = start_on(world, worker, function(what)
    return face.start(worker.space, what)
  end)
  begin(world, run)
  run.join = function() return raw(face.join, run.handle) end
  return ("%s 0x%x on threads %d"):format(name_of(worker), run.what, which)
end

-- By the execution module, which has a slot for each.
function M.exec(world)
  if #world.runs >= RUNNING or #world.workers >= MOST then return end
  local model = draw(world.system.order)
  local what, allowed = main_of(world, { model = model })
  local handle = model.x.exec("worker", what)
  assert(handle > 0, handle)
  local worker = add(world, model, model.x.space(handle))
  worker.exec = handle
  local run = { worker = worker, allowed = allowed, handle = handle }
  run.join = function() return raw(model.x.wait, handle) end
  worker.run = run
  table.insert(world.runs, run)
  begin(world, run)
  return ("%s 0x%x"):format(name_of(worker), what)
end

-- Its module is gone, and with it its own bindings.
local function forget(world, worker)
  links.gone(world, worker)
  links.died(world, worker)
  links.remove(world.workers, worker)
end

-- An answer of its calls may be any that somebody may give.
local function is_answer(got)
  return got >= 0 or got == E.UNBOUND or got == E.DEAD or got == E.DIED or
    got == E.INVALID or got == E.RANGE or got == E.UNSUPPORTED or got == E.BUSY
end

local function died(world, worker)
  worker.dead = true
  links.died(world, worker)
end

-- Who has died meanwhile?
-- (The models count their clients' deaths.)
function M.look(world)
  local dead, count = {}, 0
  for _, deaths in ipairs(world.deaths) do count = count + deaths.count() end
  if count == world.count then return end
  world.count = count
  for _, node in ipairs(deimos.graph().nodes) do
    if node.state == "dead" then dead[node.handle] = true end
  end
  for _, worker in ipairs(world.workers) do
    if dead[worker.module.handle] and not worker.dead then died(world, worker) end
  end
end

function M.join(world)
  local run = draw(world.runs)
  if not run then return end
  local worker = run.worker
  local got = run.join()
  if run.is_gone then
    links.remove(world.runs, run)
    assert(got == E.HANDLE or is_answer(got), got)
    return ("%s is gone: %d"):format(name_of(worker), got)
  elseif worker.exec and worker.model.x.space(run.handle) > 0 then
    assert((got == E.BUSY or got == E.ACTIVE) and not worker.dead, got)
    return name_of(worker) .. " is in use"
  end
  links.remove(world.runs, run)
  worker.run = nil
  M.look(world)
  if worker.dead and got == E.DIED then
    -- so it is
  elseif run.allowed then
    check(got, run.allowed, name_of(worker))
  else
    assert(is_answer(got), got)
  end
  if worker.exec then forget(world, worker) end
  return ("%s: %d"):format(name_of(worker), got)
end

function M.turns(world)
  local count = math.random(6)
  for _ = 1, count do assert(world.threads.yield() == 0) end
  return count
end

function M.own(world)
  local worker = live(world, is_idle)
  if not worker then return end
  if worker.own then
    assert(world.cm.unbind(worker.own) == 0)
    worker.own = nil
    return name_of(worker) .. " has none"
  end
  local of = math.random(2) == 1 and world.system.threads or world.beside.module
  worker.own = deimos.bind(worker.module, "concurrency", of,
    "concurrency").handle
  return ("%s of %s"):format(name_of(worker), of.name)
end

function M.bind(world)
  local a, b = live(world), draw(world.workers)
  if not a then return end
  if b.dead or a.link then
    local why = b.dead and "dead" or "every slot"
    refused(world, why, deimos.bind, a.module, "server", b.module, "service")
    return ("%s to %s: %s"):format(name_of(a), name_of(b), why)
  end
  local kind = draw(links.KINDS)
  if kind == "grant" and a.model ~= b.model then return end
  local which = math.random(2)
  links.bind(world, a, b, kind, which)
  return ("%s to %s by %s %d"):format(name_of(a), name_of(b), kind, which)
end

function M.unbind(world)
  local link = draw(world.links)
  if not link then return end
  local text = ("%s to %s by %s"):format(name_of(link.from), name_of(link.to),
    link.kind)
  links.unbind(world, link)
  return text
end

function M.rebind(world)
  local link, to = draw(world.links), live(world)
  if not link or not to or not link.to or not link.from then return end
  if link.kind == "grant" and to.model ~= link.from.model then return end
  links.rebind(world, link, to)
  return ("%s by %s to %s"):format(name_of(link.from), link.kind, name_of(to))
end

-- The new one has taken the old one's place, but at one that is dead.
local function inherit(world, worker)
  local link = worker.link
  local is_bound = link and not (link.kind == "straight" and link.to.dead)
  local first = links.find(worker, "server")
  assert(not is_bound == not first, name_of(worker) .. " is not bound as before")
  if not link then return end
  link.first = first
  if not is_bound then
    worker.link = nil
    links.remove(world.links, link)
  end
end

-- The old one may be in a call, or run: it stays then, and drains.
function M.replace(world)
  local worker = live(world, is_idle)
  if not worker then return end
  local text = name_of(worker)
  local old = worker.module
  local new = old:replace("worker")
  worker.module, worker.space = new, new:space()
  worker.own = worker.own and links.find(worker, "concurrency")
  inherit(world, worker)
  local drains = replaced.drains(old)
  if drains then table.insert(world.old, old) end
  return ("%s by %s%s"):format(text, name_of(worker), drains and ", drains" or "")
end

local CALLS <const> = { "DATA", "COUNT", "YIELD", "EXIT", "GRANT", "SEND",
  "NEST" }

-- What the first thread is answered, when it runs a worker that calls.
local function call(world, worker, what, size)
  local kind = worker.link and worker.link.kind
  local result = what == "EXIT" and 77 or what == "YIELD" and 2 or
    what == "DATA" and size or
    what == "COUNT" and 1 or 0
  local is_reply = what == "DATA" or result == 0
  local allowed = links.answers(worker, result, is_reply)
  local got = raw(worker.m.run, worker.space, argument(what, size))
  M.look(world)                         -- others have run
  for answer in pairs(links.answers(worker, result, is_reply)) do
    allowed[answer] = true
  end
  if worker.dead and got == E.DIED then return got end
  if got == E.ACTIVE then return got end
  if kind == "grant" and (what == "DATA" or what == "SEND") then
    assert(is_answer(got), got)
  elseif what == "GRANT" then
    assert(kind ~= "grant" or is_answer(got), got)
  elseif links.NO_REPLY[kind] then
    assert(is_answer(got), got)         -- it may be an earlier one's
  elseif what == "NEST" then
    assert(got == world_of.OP.NEST or is_answer(got), got)
  elseif what == "COUNT" then
    assert(got > 0 or allowed[got], ("COUNT of %s by %s to %s: %d"):format(
      name_of(worker), kind, name_of(worker.link and worker.link.to), got))
  else
    check(got, allowed, what .. " of " .. name_of(worker))
  end
  return got
end

function M.call(world)
  local worker = live(world, is_idle)
  if not worker then return end
  local what, size = draw(CALLS), math.random(4096)
  local kind = worker.link and worker.link.kind
  local to = kind and worker.link.to
  if what == "GRANT" and kind ~= "grant" or
      what == "EXIT" and to and to.model.name == "flat" then
    what = "COUNT"
  end
  if what == "COUNT" or what == "YIELD" or what == "EXIT" or what == "NEST" then
    size = 0
  end
  return ("%s of %s by %s: %d"):format(what, name_of(worker), kind,
    call(world, worker, what, size))
end

-- The server dies of a call.
function M.die(world)
  local worker = live(world, is_idle)
  local link = worker and worker.link
  local server = link and link.to
  if not server or server.dead or links.NO_REPLY[link.kind] or
      server.model.name == "flat" or
      server.run and not server.run.has_begun then
    return
  end
  local got = raw(worker.m.run, worker.space, argument("DIE"))
  assert(got == E.DIED, got)
  died(world, server)
  return ("%s by %s of %s"):format(name_of(server), link.kind, name_of(worker))
end

-- It dies by itself.
function M.fault(world)
  local worker = live(world, is_idle)
  if not worker or worker.model.name == "flat" then return end
  assert(raw(worker.m.run, worker.space, argument("FAULT", 0, 2)) == E.DIED)
  died(world, worker)
  return name_of(worker)
end

-- A dead one begins again, as a new module.
function M.revive(world)
  local dead = {}
  for _, w in ipairs(world.workers) do
    if w.dead and is_idle(w) then dead[#dead + 1] = w end
  end
  local worker = draw(dead)
  if not worker then return end
  assert(raw(worker.m.run, worker.space, argument("YIELDS")) == DONE)
  links.gone(world, worker)
  worker.dead = nil
  worker.module = newest(worker.space)
  return name_of(worker)
end

local function is_bound(world, worker)
  for _, link in ipairs(world.links) do
    if link.to == worker and (link.module or link.from ~= worker) then
      return true
    end
  end
end

local function destroy(worker)
  if not worker.dead and math.random(2) == 1 then
    return (pcall(worker.module.unload, worker.module))
  end
  return worker.m.destroy(worker.space) == 0
end

function M.unload(world)
  local worker = draw(world.workers)
  if not worker then return end
  if worker.run then
    local error = worker.m.destroy(worker.space)
    assert(error == 0 or error == E.ACTIVE or error == E.BUSY, error)
    if error ~= 0 then return name_of(worker) .. " stays" end
    worker.run.is_gone = true           -- it has not begun, or has ended
    forget(world, worker)
    return name_of(worker) .. " before it ran"
  end
  if is_bound(world, worker) and not worker.dead then
    refused(world, "bound", worker.module.unload, worker.module)
    local error = worker.m.destroy(worker.space)
    assert(error == E.BUSY or #world.runs > 0 and error == E.ACTIVE, error)
    return name_of(worker) .. " is bound"
  end
  if not destroy(worker) then return name_of(worker) .. " is called" end
  forget(world, worker)
  return name_of(worker)
end

-- Threads of both kinds go on under another one.
function M.exchange(world)
  local which, kind = math.random(2), draw(THREADS)
  local old = which == 1 and world.system.threads or world.beside.module
  local new = old:replace(kind)
  if which == 1 then
    world.system.threads = new
  else
    world.beside.module = new
  end
  if replaced.drains(old) then table.insert(world.old, old) end
  return ("%d, %s by %s"):format(which, old.name, kind)
end

-- `debug` under a model, while its clients run; or off again.
function M.debug(world)
  local name = draw(WATCHABLE)
  local debugger = world.debuggers[name]
  if debugger then
    debugger.unload()
    world.debuggers[name] = nil
    return name .. " off"
  end
  world.debuggers[name] = debug_model.under(world.system[name].module)
  return name .. " on"
end

local function watched(world)
  return live(world, function(w)
    return is_idle(w) and not w.own and world.debuggers[w.model.name]
  end)
end

-- What it writes to itself is seen, and so is each instruction.
function M.watch(world)
  local worker = watched(world)
  if not worker then return end
  local debugger = world.debuggers[worker.model.name]
  local at = raw(worker.m.run, worker.space, argument("TELL"))
  if at == E.ACTIVE then return end
  debugger.log()
  local watch = debugger.watch(worker.space, at, 64, "w")
  local got = raw(worker.m.run, worker.space, argument("SPIN", 4))
  local writes = 0
  for _, entry in ipairs(debugger.log()) do
    if entry.space == worker.space and entry.kind == "write" then
      writes = writes + 1
    end
  end
  assert(got == DONE and writes == 4, writes)
  if math.random(2) == 1 then debugger.unwatch(watch) end
  if math.random(2) == 1 then debugger.step(worker.space, math.random(40)) end
  return name_of(worker)
end

return M
