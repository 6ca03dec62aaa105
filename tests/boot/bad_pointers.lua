-- SPDX-License-Identifier: MIT
-- A pointer of a caller that leads beyond the UPS, or to where no memory is, is
-- refused by kinds of threads and of bindings: neither dies of it, whatever the
-- state of paging, nothing is accepted, and the next call is served.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120
-- modules: client server workers evil

local bindings = require "bindings"
local expect = require "expect"
local threads = require "threads"

local E <const>, is = expect.E, expect.is
local nmm <const> = deimos.nmm
local PAGE <const>, ECHO <const>, WORD <const> = nmm.PAGE_SIZE, 1, 4
local UPS <const> = deimos.machine().ups_size
local good = deimos.buffer(2 * PAGE)

-- Where memory is not, or ends; and how many bytes before the end.
local function regions()
  local kinds = { self_backed = nmm.SELF_BACKED, frames = nmm.FRAMES }
  local places, all = {}, {}
  for name, flags in pairs(kinds) do
    local region, info = nmm.create_region { size = 2 * PAGE, flags = flags }
    all[#all + 1] = region
    places[name] = { info.base, 0 }
  end
  local around, info = nmm.create_region { size = 4 * PAGE }
  nmm.destroy_region(around)
  all[1 + #all] = nmm.create_region { size = PAGE, base = info.base }
  places.behind = { info.base + PAGE, 0 }
  places.across = { info.base + PAGE - 8, 8 }
  local segment, psas = nmm.create_global_segment {
    size = 2 * PAGE, type = "data", dpl = 1 }
  places.segment = { psas.ups, 0 }
  return places, function()
    for _, region in ipairs(all) do nmm.destroy_region(region) end
    nmm.destroy_global_segment(segment)
  end
end

local function all_places()
  local places, close = regions()
  places.null, places.page_0 = { 0, 0 }, { PAGE - 8, 0 }
  places["end"], places.beyond = { UPS - 8, 8 }, { UPS, 0 }
  places.far, places.top = { 0x80000000, 0 }, { 0xfffffff0, 0 }
  places.core = { -deimos.graph().system.ups_base + 0x110000 & 0xffffffff, 0 }
  return places, close
end

local function wait(t, places)
  for name, place in pairs(places) do
    for _, at in ipairs { place[1], place[1] + place[2] } do
      local there = at + WORD <= place[1] + place[2] and
        (name == "across")
      for _, expected in ipairs { 0, 1 } do
        local got = t.c.wait(at, expected)
        assert(there or got == E.ADDRESS, ("wait: %s %#x: %d"):format(name, at,
          got))
      end
    end
  end
  good:fill(("\0"):rep(8))
  is(t.c.wait(good, 1), 0)
  is(t.c.wait(good:address() + 1, 1), E.ADDRESS, "it is not aligned")
end

local function send(kind, face, control, places)
  local accepted = control.count(bindings.ACCEPTED)
  for name, place in pairs(places) do
    for _, size in ipairs { place[2] + 1, place[2] + 16, 4000 } do
      local got = face.call(0, place[1], size, 0, 0)
      assert(got == E.ADDRESS, ("%s: %d bytes %s: %d"):format(kind, size, name,
        got))
      if kind == "message" then
        got = face.call(ECHO, good, 1, place[1], size)
        assert(got == E.ADDRESS, ("reply of %d to %s: %d"):format(size, name,
          got))
      end
    end
    for _, size in ipairs { 0x80000000, 0xffffffff, UPS } do
      local got = face.call(0, place[1], size, 0, 0)
      assert(got == E.ADDRESS or got == E.RANGE, got)
    end
  end
  is(control.count(bindings.ACCEPTED), accepted, "something was accepted")
  for _, size in ipairs { 0, 1, 4000 } do
    is(face.call(0, good, size, 0, 0), 0)
    is(face.call(0, 0, 0, 0, 0), 0, "no bytes are anywhere")
  end
end

local function each(kind, places)
  bindings.begin(kind)
  for binding in pairs(bindings.THREADED) do
    bindings.with_server(function(server)
      local this = bindings.connect(binding, server)
      is(this.control.start(bindings.CAPACITY), 0)
      for _, name in ipairs { "service", "refusing" } do
        if name == "service" or binding ~= "message" then
          local face <close> = this.module:open(name)
          send(binding, face, this.control, places)
          is(this.control.flush(), 0)
        end
      end
      is(this.control.stop(), 0)
      bindings.disconnect(this)
    end)
  end
  bindings.finish()
end

local deaths = deimos.machine().deaths
for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local places, close = all_places()
  local t = threads.open(kind, "fifo")
  for _, on in ipairs { false, true } do
    nmm.paging(on)
    wait(t, places)
    each(kind, places)
    is(t.c.join(t.spawn("count", 5)), 5)
  end
  nmm.paging(false)
  threads.close(t)
  close()
  is(deimos.machine().deaths, deaths, kind .. ": somebody has died")
end
print("bad pointers: all refused")
