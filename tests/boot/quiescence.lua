-- SPDX-License-Identifier: MIT
-- A module with a thread inside is not unloaded, though nothing is bound to
-- it and the thread does not run: its backtrace is looked at. Replacing a
-- module with a call inside leaves the old one until that has ended.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: workers

local threads = require "threads"

local STACK <const> = 8192
local WAIT <const> = 6                  -- ORDER tests/modules/workers.c

for _, kind in ipairs{ "coop", "preempt" } do
  local before = deimos.digest()
  local t = threads.open(kind, "fifo")
  local victim = deimos.load("workers")
  deimos.bind(victim, "threads", t.kind, "concurrency")
  local v = victim:open("workers")
  local waiting = v.spawn(WAIT, 7, STACK)
  t.c.yield()                                   -- it waits in there now
  deimos.close(v)
  for _ = 1, 3 do
    local ok, message = pcall(victim.unload, victim)
    assert(not ok and message:find("a call is still inside", 1, true), message)
    t.c.yield()
  end

  -- a new version: the old one drains, with its thread
  local new = victim:replace("workers")
  local states = {}
  for _, n in ipairs(deimos.graph().nodes) do states[n.handle] = n.state end
  assert(states[victim.handle] == "draining" and states[new.handle] == "live")
  local ok, message = pcall(victim.open, victim, "workers")
  assert(not ok and message:find("being unloaded", 1, true), message)

  -- its own gate lets the thread go on and end; then it can go
  assert(t.c.count() == 2)
  ok, message = pcall(victim.drain, victim, 0)
  assert(not ok and message:find("inside", 1, true), message)
  local last = victim:open("workers")           -- the failed drain undid it
  last.open(1)
  deimos.close(last)
  assert(t.c.join(waiting) >= 0)
  victim:unload()
  new:unload()
  threads.close(t)
  assert(deimos.digest() == before, kind .. ": something is left")
end
print("quiescence: nobody inside")
