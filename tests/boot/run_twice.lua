-- SPDX-License-Identifier: MIT
-- A space is run twice: while its client runs, by another thread, by a trap
-- handler, by the client's own thread in a service, by two threads at once,
-- and it is destroyed by an exit() below the client's call. All are refused,
-- and the client goes on. And after its end, whatever that was: it runs again.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120
-- modules: rerun exit_destroys trapper client_writer

local models = require "models"

local ACTIVE <const>, DIED <const> = models.E.ACTIVE, models.E.DIED
local NEST <const> = 4                  -- ORDER tests/modules/trapper.c
local ROUNDS <const> = 20
local function rounds(n) return models.counter(n, 1) end

local function space_of(t, image)
  local space = t.m.create()
  assert(t.m.load(space, image) >= 0)
  return space
end

local function from_another_thread(s, t)
  local handle = t.x.exec("counter", rounds(ROUNDS))
  local space = t.x.space(handle)
  for _ = 1, 5 do
    s.c.yield()
    local got = t.m.run(space, rounds(1))
    assert(got == ACTIVE, got)
    assert(t.m.destroy(space) == ACTIVE)
  end
  while s.c.count() > 1 do s.c.yield() end
  for n = 1, 3 do assert(t.m.run(space, rounds(n)) == n, "after its end") end
  assert(t.x.wait(handle) == ROUNDS)
end

local function from_a_service(s, t)
  local space, word = space_of(t, "counter"), deimos.buffer(4)
  for victim = 0, 1 do
    local module = victim == 1 and deimos.load "exit_destroys"
    if module then
      deimos.bind(module, "memory", t.module, "memory")
      local control <close> = module:open "control"
      control.set(space, word)
    end
    s.control.set(space, module and module.handle or 0)
    assert(t.m.run(space, rounds(3)) == 3, "it did not survive")
    assert(s.control.ran() == ACTIVE, s.control.ran())
    assert(s.control.destroyed() == ACTIVE, s.control.destroyed())
    assert(s.control.unloaded() == 0, s.control.unloaded())
  end
  assert(word:u32(0) == ACTIVE & 0xffffffff, "destroyed by exit()")
  assert(t.m.run(space, rounds(2)) == 2 and t.m.destroy(space) == 0)
end

-- One of both, or one after the other.
local function by_two(s, t)
  local space = space_of(t, "counter")
  local a, b = s.control.spawn(0, space), s.control.spawn(1, space)
  local one, two = s.c.join(a), s.c.join(b)
  assert((one == 3 or two == 3) and (one == 3 or one == ACTIVE) and
         (two == 3 or two == ACTIVE), one .. " " .. two)
  assert(t.m.run(space, rounds(2)) == 2 and t.m.destroy(space) == 0)
end

local function from_a_trap(_, t)
  local trapper = deimos.load "trapper"
  deimos.bind(trapper, "memory", t.module, "memory")
  local trap = deimos.bind(t.module, "trap", trapper, "trap")
  local control, writer = trapper:open "control", space_of(t, "client_writer")
  control.other(writer)
  control.mode(NEST)
  for argument = 5, 7 do
    assert(t.m.run(writer, argument) == argument)
    assert(control.ran() == ACTIVE and control.destroyed() == ACTIVE)
  end
  control.mode(0)
  assert(t.m.run(writer, 5) == DIED)            -- and after such an end
  control.mode(1)
  assert(t.m.run(writer, 6) == 6 and t.m.destroy(writer) == 0)
  deimos.close(control)
  trap:unbind()
  trapper:unload()
end

local function try(s, t)
  local rerun = deimos.load "rerun"
  deimos.bind(rerun, "threads", s.threads, "concurrency")
  local link = deimos.bind(rerun, "memory", t.module, "memory")
  s.c, s.control = s.threads:open "concurrency", rerun:open "control"
  from_another_thread(s, t)
  by_two(s, t)
  if t.name == "segpaged" or t.name == "paged" then from_a_trap(s, t) end
  t.of_module:rebind(rerun, "concurrency")
  from_a_service(s, t)
  t.of_module:rebind(s.threads, "concurrency")
  deimos.close(s.control)
  deimos.close(s.c)
  link:unbind()
  rerun:unload()
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, name in ipairs(models.ALL) do
    local s = models.open(kind, { name })
    try(s, s[name])
    models.close(s)
    print(("%s, %s: a space is run once at a time"):format(kind, name))
  end
end
