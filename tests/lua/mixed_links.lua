-- SPDX-License-Identifier: MIT
-- How workers of a mixture are bound to each other: by every kind of binding module,
-- or straight. A link has an end at the caller, `first`, and one at the server,
-- `second`; straight there is the first alone.

local world_of = require "mixed_world"
local M = {}

M.KINDS = { "straight", "near", "gate", "trap", "message", "queue", "event",
  "stream", "grant" }
M.HAS_THREAD = { message = true, queue = true, event = true, stream = true }
M.NO_REPLY = { queue = true, event = true, stream = true }
local ROOM <const> = 16384

local function remove(list, item)
  for i, other in ipairs(list) do
    if other == item then return table.remove(list, i) end
  end
end
M.remove = remove

local function set_up(world, link, which)
  local module = link.module
  if M.HAS_THREAD[link.kind] then
    local of = which == 1 and world.system.threads or world.beside.module
    deimos.bind(module, "threads", of, "concurrency")
  elseif link.kind == "grant" then
    deimos.bind(module, "memory", link.from.model.module, "memory")
  end
  link.control = module:open("binding")
  local error = link.control.start(ROOM)
  assert(error == 0, error)
end

--- which: of which kind of threads, if it has one.
function M.bind(world, from, to, kind, which)
  local link = { kind = kind, from = from, to = to }
  if kind == "straight" then
    link.first = deimos.bind(from.module, "server", to.module, "service").handle
  else
    link.module = deimos.load("bind_" .. kind)
    link.second = deimos.bind(link.module, "server", to.module,
      "service").handle
    link.first = deimos.bind(from.module, "server", link.module,
      "service").handle
    set_up(world, link, which)
  end
  from.link = link
  table.insert(world.links, link)
  return link
end

--- It leads to another one.
function M.rebind(world, link, to)
  local binding = link.kind == "straight" and link.first or link.second
  local error = world.cm.rebind(binding, to.module.handle, "service")
  assert(error >= 0, error)
  link.to = to
end

--- The binding of a worker's receptacle: its handle.
function M.find(worker, receptacle)
  local graph, named = deimos.graph(), nil
  for _, r in ipairs(graph.receptacles) do
    if r.node == worker.module.handle and r.name == receptacle then
      named = r.handle
    end
  end
  for _, b in ipairs(graph.bindings) do
    if b.receptacle == named then return b.handle end
  end
end

--- A call may still be inside: then the module goes later.
function M.unbind(world, link)
  if link.control then
    world_of.raw(link.control.stop)     -- or the error of a delivery
    deimos.close(link.control)
  end
  for _, binding in ipairs { link.first or 0, link.second or 0 } do
    assert(binding == 0 or world.cm.unbind(binding) == 0)
  end
  if link.module and not pcall(link.module.unload, link.module) then
    table.insert(world.old, link.module)
  end
  if link.from then link.from.link = nil end
  remove(world.links, link)
end

--- Of one that died: what it was bound to by itself is free.
function M.died(world, worker)
  local link = worker.link
  worker.own = nil
  if not link then return end
  link.first, link.from, worker.link = nil, nil, nil
  if link.kind == "straight" then remove(world.links, link) end
end

--- Of one whose module is gone: whatever led to it is unbound.
function M.gone(world, worker)
  for i = #world.links, 1, -1 do
    local link = world.links[i]
    if link.to == worker then
      link.to, link.second = nil, nil
      if link.kind == "straight" then
        link.first, link.from.link = nil, nil
        remove(world.links, link)
      end
    end
  end
end

--- Modules that were replaced, or whose binding went, while a call was inside.
function M.bury(world)
  for i = #world.old, 1, -1 do
    if pcall(world.old[i].unload, world.old[i]) then
      table.remove(world.old, i)
    end
  end
end

local E <const> = require("expect").E

--- What a call over a worker's link may answer: a set. is_reply: the result says
--- how many bytes came back.
function M.answers(worker, result, is_reply)
  local link = worker.link
  if not link then return { [E.UNBOUND] = true } end
  if M.NO_REPLY[link.kind] then
    return { [0] = true, [E.UNBOUND] = true, [E.DEAD] = true, [E.DIED] = true,
      [E.UNSUPPORTED] = true }
  end
  if not link.to then return { [E.UNBOUND] = true } end
  if link.to.dead then return { [E.DEAD] = true } end
  -- the reply's size (binding.h): of one without bytes, by a kind that looks
  if link.kind == "message" and not is_reply then result = E.RANGE end
  return { [result] = true }
end

M.raw = world_of.raw
return M
