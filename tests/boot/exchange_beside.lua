-- SPDX-License-Identifier: MIT
-- Of two kinds of threads at once, one becomes another kind while threads of both are
-- in either; by the first thread, and by a thread of that kind whose turn it is.
-- machines: qemu-icount bochs
-- modules: turns movers

local expect = require "expect"
local movers = require "movers"
local replaced = require "replaced"
local turns = require "turns"
local KINDS <const> = { "coop", "preempt", "tasks" }

local function replace(t, which, kind)
  local count, old = t[which].c.count(), t[which].module
  t[which].module = old:replace(kind)
  t[which].name = kind
  assert(t[which].c.count() == count)
  replaced.note(old)
end

-- What was replaced has bindings of its own, which go with it.
local function close(t, which)
  replaced.unload()
  deimos.close(t.o)
  t.module:unload()
  t.bindings[2 - which]:unbind()
  turns.unload(t[which])
  turns.unload(t[which ~ 1])
end

-- Asked through their own and through the other.
local function by_first(one, other, kind)
  local before = deimos.digest()
  for which = 0, 1 do
    local t, all = turns.open(one, other), {}
    t.o.set(0, 0, 0)
    local function spawn(of, name, by, argument)
      table.insert(all, { of, t.spawn(of, name, by, argument), argument })
    end
    for of = 0, 1 do
      for by = 0, 1 do
        spawn(of, "count", by, 20)
        spawn(of, "wait", by, 7)
      end
    end
    local ping, pong = t.spawn(0, "ping", 1, 30), t.spawn(1, "pong", 0, 30)
    for _ = 1, 4 do assert(t[which].c.yield() == 0) end
    replace(t, which, kind)
    for _ = 1, 4 do assert(t[which ~ 1].c.yield() == 0) end
    assert(t[0].c.join(ping) == 30 and t[1].c.join(pong) == 30)
    t.o.set(0, 1, 0)
    for _, a in ipairs(all) do assert(t[a[1]].c.join(a[2]) == a[3]) end
    close(t, which)
  end
  assert(deimos.digest() == before)
end

-- Who waits in it for the end of one of its threads is another's, and stays there.
local function joined(one, other)
  local t = turns.open(one, other)
  t.o.set(0, 0, 0)
  local a = t.spawn(0, "wait", 0, 5)
  t.o.set(a, 0, 0)
  local b = t.spawn(1, "join", 0)
  for _ = 1, 3 do t[0].c.yield() end
  expect.unchanged("a call is still inside", t[0].module.replace, t[0].module,
    "tasks")
  t.o.set(a, 1, 0)
  assert(t[1].c.join(b) == 5)
  turns.close(t)
end

-- The first thread is in the turn that it gives.
local function in_turn(one, other, kind)
  local before = deimos.digest()
  local t, module = turns.open(one, other), deimos.load("movers")
  deimos.bind(module, "threads", t[1].module, "concurrency")
  local m = module:open("movers")
  m.name(0, t[1].module.handle, kind)
  local a = movers.spawn(m, "change", 9)
  local b = t.spawn(1, "count", 0, 6)
  for _ = 1, 4 do assert(t[0].c.yield() == 0) end
  t[1].module = deimos.find(kind)
  assert(m.who() == t[1].module.handle, m.who())
  assert(t[1].c.join(a) == 11 and t[1].c.join(b) == 6)
  deimos.close(m)
  module:unload()
  close(t, 1)
  assert(deimos.digest() == before)
end

for i, one in ipairs(KINDS) do
  local other = KINDS[i % 3 + 1]
  for _, kind in ipairs(KINDS) do
    by_first(one, other, kind)
    if kind ~= one then in_turn(one, other, kind) end
  end
  joined(one, other)
end
print("exchange: beside each other, too")
