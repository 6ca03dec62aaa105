-- SPDX-License-Identifier: MIT
-- A module with a thread inside is not unloaded, wherever in an entry from
-- ring 3 that thread was interrupted: one instruction after the other, by each
-- entry, under each protecting model.
-- machines: qemu-icount
-- expect: pass
-- limit: 120
-- modules: client_stepped stepped

local models = require "models"
local points = require "points"

local OK <const>, DIED <const>, LINKS <const> = 42, models.E.DIED, 4
local SERVICES <const>, TOUCH <const>, FAULTS <const> = 11, 15, 5

-- The binding of preempt to the timer.
local function line_of(module)
  local timer = deimos.find("interrupt")
  for _, b in ipairs(deimos.graph().bindings) do
    if b.caller == module.handle and b.provider == timer.handle then
      return b.handle
    end
  end
end

local function image(s, i, module)
  local n = points.node(module)
  assert(s.image(i, n.handle, n.base, n.size) == 0)
end

local total = { 0, 0 }

local function step(s, t, way, entries)
  local what = ("%s, way %d"):format(t.title, way)
  local x = t.exec:open("execution")
  local client = x.exec("client_stepped", way * LINKS + way % LINKS)
  assert(client > 0, client)
  deimos.close(x)
  assert(s.begin() == entries)
  assert(s.watch() == 0)
  assert(s.wrong() == 0, ("%s: %d at %#x, base %#x"):format(what, s.wrong(),
    s.where(), points.node(t.module).base))
  x = t.exec:open("execution")
  local result = x.wait(client)
  deimos.close(x)
  assert(result == (way < SERVICES and OK or way == TOUCH and OK or DIED),
    ("%s: %d"):format(what, result))
  assert(s.steps(0) >= 1 and s.steps(1) >= 2)
  for i = 0, 1 do total[i + 1] = total[i + 1] + s.steps(i) end
end

local function each_way(s, t, entries)
  t.title = t.name
  for way = 0, SERVICES + FAULTS - 1 do
    step(s, t, way, entries)
    assert(way < SERVICES or t.name ~= "paged" and way == TOUCH or
      s.met() >= 1, "by another way")
  end
end

-- The services once more.
local function each_sysenter(s, t, entries)
  local wrapper = deimos.find("sysenter")
  if entries < 2 or not deimos.machine().features.sep then return end
  local bound = deimos.bind(t.module, "sysenter", wrapper, "sysenter")
  t.title = t.name .. ", sysenter"
  for way = 0, SERVICES - 1 do
    step(s, t, way, entries)
    assert(s.met() >= 1, "by another way")
  end
  bound:unbind()
end

local ENTRIES <const> = { segmented = 1, segpaged = 2, paged = 3 }

for _, name in ipairs { "segmented", "segpaged", "paged" } do
  local module = deimos.load("stepped")
  local system = models.open("preempt", { name })
  local t = system[name]
  deimos.close(t.x)
  local s = module:open("stepped")
  assert(s.take_line(line_of(system.threads)) == 0)
  local link = deimos.bind(module, "threads", system.threads, "concurrency")
  image(s, 0, t.module)
  image(s, 1, t.exec)
  each_way(s, t, ENTRIES[name])
  each_sysenter(s, t, ENTRIES[name])
  t.x = t.exec:open("execution")
  deimos.close(s)
  link:unbind()
  models.close(system)
  module:unload()
end
print(("stepped: %d instructions of ring 3, %d of ring 1"):format(total[1],
  total[2]))
