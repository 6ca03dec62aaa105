-- SPDX-License-Identifier: MIT
-- While a call is inside a protected module: the binding module that it came by is
-- unbound and unloaded, and the call comes back; `paged` takes the frames of a region
-- that is granted, and its bytes come back. Of clients that ask by SYSENTER, by each
-- kind of threads.
-- machines: qemu-icount bochs
-- modules: client_giver client_borrower client_asker client_echo runner client_lender
-- limit: 180

local expect = require "expect"
local lent = require "lent"
local models = require "models"
local p = require "protected"

local E <const>, is <const> = models.E, expect.is
local PAGES <const>, FRAMES <const> = 16, 6
local ECHO_YIELDS <const> = 5           -- client_echo answers that

local function started(system, t, space, argument)
  local run = p.runner(system, t)
  local c = system.threads:open "concurrency"
  return run, c, run.start(space, argument)
end

local function near_gone(system, t)
  local a, b = p.load(t, "asker"), p.load(t, "echo")
  local near = p.connect(a, b)
  local run, c, thread = started(system, t, a.space, p.question(p.YIELD, 0, 0))
  c.yield()
  near.first:unbind()
  near.second:unbind()
  near.module:unload()                  -- no stack frame of it is left
  is(b.m.destroy(b.space), E.ACTIVE, "the call is inside")
  is(run.join(thread), ECHO_YIELDS, "it comes back")
  assert(p.is_unbound(a))
  p.destroy(a)
  p.destroy(b)
  deimos.close(c)
  run.close()
end

local function evicted(system, t)
  local pair = lent.open(t, t, "lender")
  local control = t.module:open "paged"
  local run, c, thread = started(system, t, pair.lender.space,
    lent.order("YIELD", "OWN", PAGES))
  while pair.control.count(0) == 0 do c.yield() end
  is(pair.control.count(1), 0, "it is granted")
  assert(control.limit(FRAMES) >= 0)    -- fewer than the region has pages
  is(run.join(thread), PAGES * lent.PAGE)
  pair:is(PAGES * lent.PAGE, "CHANGE", "OWN", PAGES)
  pair:is(PAGES * lent.PAGE, "LOOK", "READ", PAGES)
  assert(control.limit(0) >= 0)
  deimos.close(control)
  deimos.close(c)
  run.close()
  pair:close()
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, name in ipairs { "segpaged", "paged" } do
    local system = models.open(kind, { name })
    local t = system[name]
    local fast = deimos.bind(t.module, "sysenter", deimos.find "sysenter",
      "sysenter")
    near_gone(system, t)
    if name == "paged" then evicted(system, t) end
    fast:unbind()
    models.close(system)
    print(kind, name)
  end
end
