-- SPDX-License-Identifier: MIT
-- Kinds of threads and of bindings, told odd things: entries that are no code,
-- stacks of any size, handles that are stale or nobody's, tasks of others, a
-- stack of ring 1 that is nowhere. They answer what their contracts say, threads
-- run on, and nobody dies but who had the entry.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 150
-- modules: client server workers evil foe

local bindings = require "bindings"
local expect = require "expect"
local foes = require "foe"
local threads = require "threads"

local E <const>, is = expect.E, expect.is
local nmm <const> = deimos.nmm
local PAGE <const>, HUGE <const> = nmm.PAGE_SIZE, 0xffffffff
local UPS <const> = deimos.machine().ups_size
local NUMBERS <const> = { 0, 1, 2, 64, 65, 255, 256, 257, 4096, 0x7fffffff,
  0x80000000, 0xffffff00, HUGE }
local SIZES <const> = { 0x7fffffff, 0x80000000, 0xffffcfff, 0xffffdfff,
  0xffffe000, 0xffffe001, 0xfffff000, HUGE, UPS, UPS - PAGE }

local function is_one_of(result, names, what)
  for name in names:gmatch("%S+") do
    if E[name] == result then return end
  end
  error(what .. ": " .. result, 2)
end

-- An entry that is data of a foe: the foe dies of what it finds there, UD2, and
-- no one else.
local function dies(t)
  local foe = foes.new()
  foe.face.put(foe.at.texts, "\x0f\x0b", 2)
  local thread = t.c.create(foe.at.texts, 0, PAGE)
  assert(thread > 0, thread)
  is(t.c.join(thread), E.DIED)
  assert(deimos.report():find("module 'foe' died", 1, true))
  deimos.close(foe.face)
  foe.module:unload()
end

local function entries(t)
  for _, at in ipairs { 0, 4, 0x1000, 0x2000, UPS - 4, UPS, 0x80000000,
      -deimos.graph().system.ups_base & HUGE, 0xfffffffc, HUGE } do
    for _, size in ipairs { 0, 1, PAGE, HUGE } do
      is(t.c.create(at, 0, size), E.ADDRESS, ("%#x"):format(at))
    end
  end
  dies(t)
end

local function sizes(t)
  local foe = foes.new()
  for _, size in ipairs(SIZES) do
    is_one_of(t.c.create(foe.at.text, 0, size), "NOMEM", ("%#x"):format(size))
  end
  is(t.c.count(), 1)
  for _, size in ipairs { 8191, 8192, 8193 } do
    is(t.c.join(t.spawn("count", 5, size)), 5)
  end
  deimos.close(foe.face)
  foe.module:unload()
end

local function handles(t)
  local stale = t.spawn("count", 1)
  is(t.c.join(stale), 1)
  local live <const> = t.spawn("wait", 3)
  for _ = 1, 3 do is(t.c.yield(), 0) end
  for _, n in ipairs { stale, stale + 256, live + 256, live + 0x7fffff00,
      table.unpack(NUMBERS) } do
    if n ~= live then
      is(t.c.join(n), E.HANDLE, ("join %#x"):format(n))
      if n ~= 1 then is(t.c.hand_off(n), E.HANDLE, ("to %#x"):format(n)) end
    end
  end
  is(t.c.hand_off(live), E.BUSY)
  for _, word in ipairs(NUMBERS) do is(t.c.wake(word), 0) end
  t.w.open(1)
  is(t.c.join(live), 3)
  t.w.open(0)
end

-- Whatever it says of its stack, the first thread is where it was when another
-- one has died, in either state of paging.
local function contexts(t)
  local task = nmm.create_tss {}
  for _, on in ipairs { false, true } do
    nmm.paging(on)
    for _, stack in ipairs(NUMBERS) do
      for _, context in ipairs { 0x19, 0x38, 0x40, 0x59, task + 8, task - 1,
          HUGE } do
        is(t.c.set_context(context, stack), E.HANDLE, ("%#x"):format(context))
      end
      is(t.c.set_context(task, stack), 0)
      is(t.c.set_context(0, stack), 0)
      if stack % 255 < 2 or on and stack > PAGE then dies(t) end
      is(t.c.set_context(0, 0), 0)
    end
    nmm.paging(false)
  end
  nmm.destroy_tss(task)
end

local function started(kind, server)
  local this = bindings.connect(kind, server)
  for _, what in ipairs(NUMBERS) do
    is_one_of(bindings.try(this.control.count, what), kind == "near" and
      "UNSUPPORTED" or what < 4 and "OK" or "INVALID", kind .. " count")
  end
  for _, capacity in ipairs { (1 << 26) + 1, 0x7fffffff, 0x80000000,
      0xfffffff0, HUGE } do
    is(this.control.start(capacity), E.RANGE)
    is((bindings.try(this.control.stop)), E.UNBOUND)
  end
  local idle = deimos.digest()
  for _, capacity in ipairs { 0, 1, 63, 64, 65, 4095, 4097, 1 << 20 } do
    is(this.control.start(capacity), 0, capacity)
    is(this.control.start(capacity), E.BUSY)
    is(this.control.flush(), 0)
    is(this.control.stop(), 0)
    is(deimos.digest(), idle, "something is left")
  end
  bindings.disconnect(this)
end

E.OK = 0
for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local t = threads.open(kind, "fifo")
  entries(t)
  sizes(t)
  handles(t)
  contexts(t)
  is(t.c.join(t.spawn("count", 7)), 7)
  threads.close(t)
  bindings.begin(kind)
  for binding in pairs(bindings.THREADED) do
    bindings.with_server(function(server) started(binding, server) end)
  end
  bindings.finish()
  print(kind .. ": whatever it is told")
end
