-- SPDX-License-Identifier: MIT
-- Two clients grant memory to one, each by a binding of its own: one call is inside,
-- the other waits, and both regions are the server's. It dies: both are taken back at
-- once, and each caller gets an answer. Or one caller dies: the other's region stays.
-- machines: qemu-icount bochs
-- modules: client_giver client_borrower client_asker runner
-- limit: 180

local expect = require "expect"
local lent = require "lent"
local models = require "models"
local p = require "protected"

local E <const>, is <const> = models.E, expect.is
-- ORDER tests/modules/lent.h
local ENDS <const>, MAIN_DIES <const> = 0, 77
local TURNS <const>, TRIES <const> = 1000, 20

local function granted(side) return side.control.count(0) - side.control.count(1) end

-- One more that grants to the same server.
local function beside(t, borrower)
  local side = { lender = p.load(t, "giver") }
  side.between = p.connect(side.lender, borrower, "grant")
  side.memory = deimos.bind(side.between.module, "memory", t.module, "memory")
  side.control = side.between.module:open "binding"
  is(side.control.start(lent.MOST), 0)
  return side
end

local function close(side)
  side.control.stop()
  deimos.close(side.control)
  for _, b in ipairs { side.memory, side.between.first, side.between.second } do
    pcall(b.unbind, b)
  end
  p.destroy(side.lender)
  side.between.module:unload()
  if side.gone then side.gone:unload() end
end

-- f(sides, server) while both regions are the server's; what the calls answered.
local function both(system, t, f)
  local server = p.load(t, "borrower")
  local sides, results = { beside(t, server), beside(t, server) }, {}
  local run, c = p.runner(system, t), system.threads:open "concurrency"
  for i, side in ipairs(sides) do
    side.thread = run.start(side.lender.space, lent.order("YIELD", "OWN", i))
    for _ = 1, TURNS do
      if granted(side) == 1 then break end
      c.yield()
    end
  end
  local in_time = granted(sides[1]) == 1 and granted(sides[2]) == 1
  if in_time then f(sides, server) end
  for i, side in ipairs(sides) do
    local ok, got = pcall(run.join, side.thread)
    results[i] = ok and got or got:find("is dead", 1, true) and E.DEAD or E.DIED
    is(granted(side), 0, "taken back")
  end
  deimos.close(c)
  run.close()
  for _, side in ipairs(sides) do close(side) end
  p.destroy(server)
  return in_time, results
end

-- 0: under `preempt` a call may have ended before.
local function server_dies(kind, system, t)
  local in_time, results = both(system, t, function(sides, server)
    is(server.m.run(server.space, MAIN_DIES), E.DIED)
    for i, side in ipairs(sides) do is(granted(side), 0, i .. ": at once") end
  end)
  if not in_time then return 0 end
  for i, got in ipairs(results) do
    if kind == "preempt" and got == lent.PAGE then return 0 end
    assert(got == E.DIED or got == E.DEAD, i .. ": " .. got)
  end
  return 1
end

-- The second one is in the call that uses its region, and waits.
local function caller_dies(system, t)
  local in_time, results = both(system, t, function(sides)
    local asker = p.load(t, "asker")
    local near = p.connect(asker, sides[2].lender)
    is(p.ask(asker, ENDS), E.DIED)
    is(granted(sides[2]), 0, "at once")
    is(granted(sides[1]), 1, "the other's is the server's still")
    near.first:unbind()
    p.destroy(asker)
    sides[2].gone = near.module
  end)
  if not in_time then return 0 end
  is(results[1], lent.PAGE, "nobody else dies")
  is(results[2], E.DIED)
  return 1
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, name in ipairs { "segmented", "segpaged", "paged" } do
    local system = models.open(kind, { name })
    local hits = 0
    for _ = 1, kind == "preempt" and TRIES or 1 do
      hits = server_dies(kind, system, system[name])
      if hits > 0 then break end
    end
    assert(hits > 0, "no call was inside")
    if kind ~= "preempt" then hits = hits + caller_dies(system, system[name]) end
    models.close(system)
    assert(kind == "preempt" or hits == 2, "both were not inside")
    print(kind, name, hits)
  end
end
