-- SPDX-License-Identifier: MIT
-- A client that is watched, or stepped, while another client's thread is inside it,
-- alone or beside its own: each goes on as ever, and what each does is told.
-- machines: qemu-icount bochs
-- modules: client_echo client_asker runner
-- expect: pass
-- limit: 120

local models = require "models"
local p = require "protected"
local under = require("debug_model").under
local DIED <const>, TEXT <const> = deimos.errors.E_DIED, 0x1000
local PAGE <const>, WRITE <const> = 4096, 2
local MANY <const>, ROUNDS <const> = 200, 12

-- Text and data, as far as they are one.
local function watch_all(debugger, space)
  local size, watch = 0
  repeat
    size = size + PAGE
    if watch and watch > 0 then debugger.unwatch(watch) end
    watch = debugger.raw.watch(space, TEXT, size, WRITE)
  until watch < 0
  return debugger.watch(space, TEXT, size - PAGE, "w")
end

local function kinds(log)
  local count = {}
  for _, e in ipairs(log) do count[e.kind] = (count[e.kind] or 0) + 1 end
  return count
end

-- The visitor's accesses are told, and its steps.
local function alone(system, t, a, b)
  local debugger <close> = under(t.module)
  local before = p.ask(a, p.COUNT)
  local watch = watch_all(debugger, b.space)
  assert(p.ask(a, p.COUNT) == before + 1)
  local seen = kinds(debugger.log())
  assert(seen.write and seen.write >= 1, "what the visitor writes is told")
  assert(p.ask(a, p.DATA, 100) == 100)
  debugger.unwatch(watch)
  debugger.off(b.space)
  debugger.log()
  debugger.step(b.space, MANY)
  assert(p.ask(a, p.DATA, 100) == 100)
  seen = kinds(debugger.log())
  assert(seen.step and seen.step > 10, "the visitor is stepped")
  debugger.off(b.space)
  local count = p.ask(a, p.COUNT)
  assert(count == before + 4, count)
end

-- Its own thread runs meanwhile; both are switched by the timer.
local function beside(system, t, a, b)
  local runner = p.runner(system, b.model)
  local mine = runner.start(b.space, 200 << 16)
  local debugger <close> = under(t.module)
  local threads = system.threads:open "concurrency"
  for i = 1, ROUNDS do
    debugger.step(b.space, MANY * i)
    local watch = watch_all(debugger, b.space)
    assert(p.ask(a, p.DATA, 64) == 64)
    threads.yield()
    debugger.unwatch(watch)
    if i % 3 == 0 then debugger.off(b.space) end
    debugger.log()
  end
  debugger.off()
  assert(p.ask(a, p.COUNT) > 0)
  assert(runner.join(mine) >= 0, "its own thread goes on")
  deimos.close(threads)
  runner.close()
end

for _, name in ipairs { "segpaged", "paged" } do
  local system = models.open("preempt", { name })
  local t = system[name]
  local a, b, near = p.pair(t, t)
  alone(system, t, a, b)
  beside(system, t, a, b)
  do
    local debugger <close> = under(t.module)
    debugger.step(b.space, MANY * MANY)
    assert(p.ask(a, p.DIE) == DIED, "a visitor dies of what it does")
    assert(kinds(debugger.log()).death == 1)
  end
  p.leave(a, near)
  p.destroy(b)
  models.close(system)
  print(name, "has been visited")
end
