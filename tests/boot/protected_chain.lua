-- SPDX-License-Identifier: MIT
-- Clients that call each other, deeper and deeper, on one thread: each call into a
-- client takes of that thread's stack of ring 1. What there is no room for is refused
-- (E_NOMEM), at the same depth each time; all calls come back, nobody dies, and what
-- the last client asks of its model is done.
-- machines: qemu-icount bochs
-- modules: client_chain deep
-- limit: 120

local expect = require "expect"
local models = require "models"
local p = require "protected"

local is <const> = expect.is
local COUNT <const> = 30
-- ORDER tests/modules/client_chain.c
local UNBOUND <const>, FULL <const> = 1 << 16, 1 << 17
-- Of that stack, so much is left for what a client asks of ring 1.
local SIZES <const> = { [4096] = 2048, [8192] = 4096 }

-- Each is bound to the next one, through a binding module or not.
local function chain(system, names)
  local list = {}
  for i = 1, COUNT do
    list[i] = p.load(system[names[i % #names + 1]], "chain")
  end
  for i = 1, COUNT - 1 do
    local a, b = list[i], list[i + 1]
    if i % 3 == 0 then
      a.next = p.connect(a, b, "near", "next")
    else
      a.next = deimos.bind(a.module, "next", b.module, "service")
    end
  end
  return list
end

local function unlink(client)
  if client.next and client.next.module then
    p.disconnect(client.next)
  elseif client.next then
    client.next:unbind()
  end
  client.next = nil
end

local function asked(deep, first, size, stack)
  local got = deep.run(first.space, size, stack)
  assert(got > 0, got)
  return got & 0xffff, got & ~0xffff, deep.rest()
end

-- With bytes, and without. All of what is kept free at most is used.
local function refused(deep, first, stack, room)
  local depths = {}
  for _, size in ipairs { 0, 4, 4096, 0, 4 } do
    local depth, why, rest = asked(deep, first, size, stack)
    is(why, FULL)
    assert(depth > 0 and depth < COUNT - 1, depth)
    assert(rest > 0 and rest < room, rest)
    is(depth, depths[size] or depth)
    depths[size] = depth
    print(("  %d bytes: %d calls with %d each, %d left"):format(stack, depth,
      size, rest))
  end
  assert(depths[0] >= depths[4096])
end

local function check(kind, names)
  local system = models.open(kind, names)
  local list = chain(system, names)
  local module = deimos.load("deep")
  deimos.bind(module, "memory", list[1].model.module, "memory")
  deimos.bind(module, "threads", system.threads, "concurrency")
  local deep = module:open("deep")
  for stack, room in pairs(SIZES) do refused(deep, list[1], stack, room) end
  local _, why = asked(deep, list[COUNT - 2], 4, 4096)
  is(why, UNBOUND)
  is(list[1].m.run(list[1].space, 4), UNBOUND | COUNT - 1)
  deimos.close(deep)
  module:unload()
  for _, client in ipairs(list) do unlink(client) end
  for _, client in ipairs(list) do p.destroy(client) end
  models.close(system)
  print(kind, table.concat(names, " "))
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, name in ipairs { "segmented", "segpaged", "paged" } do
    check(kind, { name })
  end
  check(kind, { "segmented", "segpaged", "paged" })
end
