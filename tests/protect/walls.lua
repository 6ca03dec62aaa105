-- SPDX-License-Identifier: MIT
-- Every way from ring 3 into ring 1, with stacks, flags, data segments and
-- frame pointers that no honest client has: the client dies or goes on. Others
-- of its model keep their memory and finish, and the model lives.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 180
-- modules: client_walls assault server

local models = require "models"

local SPIN <const>, STACKS <const> = 18, 13
local KEEPERS <const>, ROUNDS <const> = 2, 40
local TIMER_STACKS <const>, FAR <const> = 1 << 1 | 1 << 7 | 1 << 9, 1 << 12

local limits = deimos.machine().segment_limits
-- Sets of flags for each stack; where it is slow, each entry under one kind.
local DENSITY <const>, STRIDE <const> = limits and 1 or 3, limits and 3 or 1

-- Without limits, a stack beyond a segment's end is somebody else's memory.
local STACK_SETS <const> = { segmented = 0x1801, segpaged = 0x1dc1,
  paged = 0x1fff }

local function stacks(name)
  return limits and 0x1fff or STACK_SETS[name]
end

local function count(mask)
  local n = 0
  for i = 0, STACKS - 1 do n = n + (mask >> i & 1) end
  return n
end

-- An emulator that obeys VM at ring 3 needs page tables against it.
local function options(name, turn)
  local virtual = (limits or name ~= "segmented") and 1 or 0
  return STRIDE << 4 | turn << 1 | virtual
end

local function bind_trap()
  local server, trap = deimos.load "server", deimos.load "bind_trap"
  local link = deimos.bind(trap, "server", server, "service")
  local control, log = trap:open "binding", server:open "log"
  assert(control.start(0) == 0)
  return function()
    assert(log.calls() == 0, "ring 3 has reached a server")
    assert(control.stop() == 0)
    deimos.close(control)
    deimos.close(log)
    link:unbind()
    trap:unload()
    server:unload()
  end
end

local function keep(t)
  local keepers = {}
  for i = 1, KEEPERS do
    keepers[i] = t.x.exec("counter", ROUNDS << 8 | i)
    assert(keepers[i] > 0)
  end
  return function()
    for i = 1, KEEPERS do assert(t.x.wait(keepers[i]) == ROUNDS) end
  end
end

local function assault(system, t, first, last, density, flags, which)
  local module = deimos.load "assault"
  deimos.bind(module, "memory", t.module, "memory")
  deimos.bind(module, "threads", system.threads, "concurrency")
  local a, c = module:open "assault", system.threads:open "concurrency"
  local space = t.m.create()
  assert(t.m.load(space, "client_walls") >= 0)
  local finish = keep(t)
  local thread = a.start(space, first, last, density, flags,
    which)
  assert(thread > 0, thread)
  assert(c.join(thread) == 0)
  finish()
  while c.count() > 1 do c.yield() end
  local back, died = a.back(), a.died()
  assert(a.odd() == -1, ("case %#x: %d"):format(a.odd(), a.result()))
  assert(back + died == (last - first + STRIDE - 1) // STRIDE *
    count(which) * density)
  assert(t.m.destroy(space) == 0)
  deimos.close(a)
  deimos.close(c)
  module:unload()
  return back, died
end

local function try(kind, name, turn)
  local system = models.open(kind, { name })
  local t = system[name]
  local stop = bind_trap()
  local flags = options(name, turn)
  local back, died = assault(system, t, turn % STRIDE, SPIN, DENSITY, flags,
    stacks(name))
  if kind == "preempt" then             -- the timer, and then with SS gone
    local b = assault(system, t, SPIN, SPIN + 1, 1, flags, TIMER_STACKS)
    assert(b > 0)
    if name == "segmented" then
      local _, d = assault(system, t, SPIN, SPIN + 1, 1, flags, FAR)
      assert(d == 1, "its stack is gone, and it is there")
    end
  end
  stop()
  assert(back > 0 and died > 0)
  assert(t.x.wait(t.x.exec("counter", 3 << 8 | 1)) == 3)
  models.close(system)
  print(("%s, %s: %d came back, %d died"):format(kind, name, back, died))
end

for turn, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, name in ipairs { "segmented", "segpaged", "paged" } do
    try(kind, name, turn)
  end
end
