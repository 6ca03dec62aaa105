-- SPDX-License-Identifier: MIT
-- Memory models with what they need to run clients: threads, a policy, and an
-- execution module each.
--
--     local system = models.open("preempt", { "flat", "paged" })
--     local client = system.flat.x.exec("counter", 5 << 8 | 1)
--     assert(system.flat.x.wait(client) == 5)
--     models.close(system)                 -- digest as before

local M = {}

M.ALL = { "flat", "segmented", "segpaged", "paged" }
M.E = require("expect").E

-- The argument of the client "counter".
function M.counter(rounds, who) return rounds << 8 | who end

-- What `paged` works with: a store, and a policy that looks at its frames.
local function load_parts(t)
  t.store, t.clock = deimos.load("store_ram"), deimos.load("clock")
  t.at_store = deimos.bind(t.module, "store", t.store, "store")
  t.policy = deimos.bind(t.module, "replacement", t.clock, "replacement")
  deimos.bind(t.clock, "frames", t.module, "frames")
end

function M.load(system, name)
  local t = { name = name, module = deimos.load(name) }
  t.of_module = deimos.bind(t.module, "concurrency", system.threads,
    "concurrency")
  if name == "paged" then load_parts(t) end
  t.exec = deimos.load("exec_" .. name)
  t.of_exec = deimos.bind(t.exec, "concurrency", system.threads,
    "concurrency")
  t.x = t.exec:open("execution")
  t.m = t.module:open("memory")
  system[name] = t
  table.insert(system.order, t)
  return t
end

function M.unload(system, name)
  local t = system[name]
  system[name] = nil
  for i, other in ipairs(system.order) do
    if other == t then table.remove(system.order, i) end
  end
  deimos.close(t.x)
  deimos.close(t.m)
  t.exec:unload()
  if t.policy then
    t.policy:unbind()
    t.clock:unload()
  end
  t.module:unload()
  if t.store then t.store:unload() end
end

function M.open(kind, names)
  local system = { order = {}, before = deimos.digest(),
    threads = deimos.load(kind), policy = deimos.load("fifo") }
  system.scheduler = deimos.bind(system.threads, "scheduler", system.policy,
    "scheduler")
  for _, name in ipairs(names) do M.load(system, name) end
  return system
end

--- The same of a model that has died.
function M.close_dead(system, name)
  local t = system[name]
  pcall(deimos.close, t.x)
  pcall(deimos.close, t.m)
  t.exec:unload()
  if t.clock then t.clock:unload() end
  t.module:unload()
  if t.store then t.store:unload() end
  system[name] = nil
  for i, other in ipairs(system.order) do
    if other == t then table.remove(system.order, i) end
  end
  M.close(system)
end

-- check(...): says more of what is left.
function M.close(system, check, ...)
  while #system.order > 0 do
    M.unload(system, system.order[#system.order].name)
  end
  system.threads:unload()
  system.policy:unload()
  if check then check(...) end
  assert(deimos.digest() == system.before, "the digest differs")
end

--- Starts them all, then waits for all: list of { model, image, argument,
--- result }.
function M.together(system, clients)
  for _, c in ipairs(clients) do
    c.handle = system[c[1]].x.exec(c[2], c[3])
    assert(c.handle > 0, ("exec %s on %s: %d"):format(c[2], c[1], c.handle))
  end
  for _, c in ipairs(clients) do
    local got = system[c[1]].x.wait(c.handle)
    assert(got == c[4], ("%s(%d) on %s: %d, not %d"):format(c[2], c[3], c[1],
      got, c[4]))
  end
end

return M
