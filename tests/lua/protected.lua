-- SPDX-License-Identifier: MIT
-- Protected modules for tests: clients of models, as modules of the graph, and
-- what binds them.

local points = require "points"

local M = {}

-- What client_echo does, by number.
M.DATA, M.COUNT, M.ADD, M.EXIT, M.DIE, M.YIELD, M.POINTERS, M.NEST, M.STUCK =
  0, 1, 2, 3, 4, 5, 6, 7, 8

--- A client in a space of its own: t is what models.load() returns.
function M.load(t, name)
  local space = t.m.create()
  assert(space > 0, space)
  local error = t.m.load(space, name)
  assert(error == 0, error)
  return { space = space, m = t.m, module = deimos.find(name), model = t }
end

function M.destroy(client)
  local error = client.m.destroy(client.space)
  assert(error == 0, error)
end

--- The argument of client_asker: so often more.
function M.question(operation, size, more)
  return operation | (more or 0) << 8 | (size or 0) << 16
end

--- Runs client_asker, on this thread.
function M.ask(client, operation, size, more)
  return client.m.run(client.space, M.question(operation, size, more))
end

--- What runs clients of t in threads: start(space, argument), join(thread).
function M.runner(system, t)
  local module = deimos.load("runner")
  deimos.bind(module, "memory", t.module, "memory")
  deimos.bind(module, "threads", system.threads, "concurrency")
  local runner = module:open("runner")
  return { start = runner.start, join = runner.join, close = function()
    deimos.close(runner)
    module:unload()
  end }
end

--- client_asker, in `from`, of an echo in `to`: both, and the binding.
function M.pair(from, to)
  local a, b = M.load(from, "asker"), M.load(to, "echo")
  return a, b, M.connect(a, b)
end

--- The end of one whose binding's other side is no more.
function M.leave(client, near)
  near.second = nil
  M.disconnect(near)
  M.destroy(client)
end

--- f(), while a call of that method of the model t kills it.
function M.while_deadly(t, method, f)
  local killer = deimos.load "poison"
  local k = killer:open "poison"
  k.strike(points.method(k, t.module, "memory", method))
  f()
  deimos.close(k)
  killer:unload()
end

--- M.ask(); true if that came to nobody, or to a dead one. (The library of
--- scripts raises what could be of its own binding.)
local function is_refused(client, why)
  local ok, message = pcall(M.ask, client, M.COUNT)
  return not ok and message:find(why, 1, true) ~= nil
end

function M.is_unbound(client) return is_refused(client, "unbound") end
function M.is_dead(client) return is_refused(client, "dead") end

--- from calls to through a new instance of that kind of binding.
function M.connect(from, to, kind, receptacle)
  local name = kind == "hop" and kind or "bind_" .. (kind or "near")
  local b = { module = deimos.load(name) }
  b.second = deimos.bind(b.module, "server", to.module, "service")
  b.first = deimos.bind(from.module, receptacle or "server", b.module,
    "service")
  return b
end

function M.disconnect(b)
  if b.first then b.first:unbind() end
  if b.second then b.second:unbind() end
  b.module:unload()
end

return M
