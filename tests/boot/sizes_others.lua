-- SPDX-License-Identifier: MIT
-- Sizes, counts, offsets and addresses around each edge of 32 bits, in pairs
-- that wrap, for all that takes them beside the models: threads' stacks,
-- stores, binding modules, console, ports, CM and NMM. An error, or a success
-- that is undone; nothing is left, and nobody has died.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120
-- modules: client server workers

local edges = require "edges"
local b = require "bindings"
local threads = require "threads"

local PAGE <const>, MOST <const>, E_NOMEM <const> = edges.PAGE, 1 << 28, -5
local room = deimos.buffer(PAGE)
local MEMBER <const> = "modules/client_hello.o"
local counted = 0

local function deaths() return deimos.graph().system.deaths end

local function count(got)
  counted = counted + 1
  return got
end

-- All pairs: what fails fails; what succeeds is small, and undo() ends it.
local function pairs_of(name, f, undo)
  edges.each(edges.EDGES, edges.EDGES, function (first, second)
    local got = count(f(first, second))
    if got >= 0 then
      local why = undo(first, second, got)
      assert(why == nil or why == true, ("%s(%#x, %#x): %s"):format(name,
             first, second, why))
    end
  end)
end

local function stacks(kind)
  local t = threads.open(kind, "fifo")
  for _, size in ipairs(edges.EDGES) do
    if size ~= 0 then           -- spawn() has a size of its own for 0
      local thread = count(t.spawn("count", 0, math.max(size, PAGE)))
      assert(size < MOST and thread > 0 or size > MOST and thread == E_NOMEM,
             ("%#x: %d"):format(size, thread))
      if thread > 0 then t.c.join(thread) end
    end
  end
  threads.close(t)
end

local function store()
  local ram = deimos.load "store_ram"
  local s = ram:open "store"
  local object = s.open("some", 3)
  for i, pages in ipairs(edges.EDGES) do
    local got = count(s.open("sizes" .. i, pages))
    assert(got > 0 == (pages > 0 and pages <= 1 << 20), pages)
    if got > 0 then
      assert(s.write(got, pages - 1, room) == 0 and
             s.write(got, pages, room) < 0)
      assert(s.remove(got) == 0)
    end
    for _, method in ipairs { "read", "write" } do
      assert(count(s[method](object, pages, room)) == 0 == (pages < 3))
      assert(pages == object or s[method](pages, 0, room) < 0)
    end
  end
  deimos.close(s)
  ram:unload()
end

-- What copies refuses what it could never hold, before it looks at it.
local function carriers()
  b.begin "coop"
  b.with_server(function (server, log)
    for kind in pairs(b.THREADED) do
      local this = b.connect(kind, server)
      for _, size in ipairs(edges.EDGES) do
        local got = count(this.control.start(size))
        assert(size < MOST == (got >= 0), ("%s: %#x: %d"):format(kind, size,
               got))
        if got >= 0 then assert(this.control.stop() == 0) end
      end
      assert(this.control.start(b.CAPACITY) == 0)
      local face = this.module:open(kind == "message" and "service" or
                                    "refusing")
      for _, size in ipairs(edges.HUGE) do
        assert(count(face.call(0, room, size, 0, 0)) < 0, kind)
        assert(count(face.call(1, room, 1, room, size)) < 0, kind)
        assert(count(face.call(1, room, size, room, size)) < 0, kind)
      end
      assert(log.calls() == 0, kind)
      deimos.close(face)
      assert(this.control.stop() == 0)
      b.disconnect(this)
    end
  end)
  b.finish()
end

local function core()
  local console = deimos.find("console"):open "console"
  local port = deimos.find("port"):open "port"
  local cm = deimos.find("cm"):open "cm"
  local last = cm.archive_size(MEMBER) - 1
  assert(cm.archive_read(MEMBER, last, room, (1 << 32) - last) == 1)
  for _, size in ipairs(edges.HUGE) do
    for _, at in ipairs { 0, 1, PAGE, 1 << 31, (1 << 32) - PAGE } do
      assert(count(console.write(0, at, size)) < 0)
      assert(count(console.read(at, size)) < 0)
      assert(count(cm.reason(at, size)) < 0)
      assert(count(cm.archive_name(0, at, size)) < 0)
      assert(at < MOST or count(cm.archive_read(MEMBER, 0, at, size)) < 0)
    end
    assert(count(console.write(0, room, size)) < 0)
    assert(count(console.write(size, room, 1)) < 0)
    assert(count(cm.archive_name(size, room, PAGE)) < 0)
    assert(count(cm.archive_read(MEMBER, size, room, PAGE)) < 0)
    assert(count(cm.archive_read(MEMBER, size, room, (1 << 32) - size)) < 0)
  end
  pairs_of("port.open", port.open, function (first, n)
    return first + n <= 0x10000 and port.close(first, n) == 0
  end)
  for _, t in ipairs { console, port, cm } do deimos.close(t) end
end

local function nmm()
  local n = deimos.find("nmm"):open "nmm"
  local function region(_, size, got)
    return size < MOST and size > 0 and n.destroy_region(got) == 0
  end
  for _, flags in ipairs { 0, 1, 2, 4, 12 } do
    pairs_of("region " .. flags, function (base, size)
      return n.create_region(deimos.nmm.UPS, base, size, flags, 0)
    end, region)
  end
  local one = n.create_region(deimos.nmm.UPS, 0, 2 * PAGE, 2, room)
  local at = deimos.nmm.UPS
  pairs_of("page_attributes", function (address, pages)
    return n.page_attributes(at, address, pages, 0, 0, 0)
  end, function () return "of nothing" end)
  pairs_of("flush", function (address, pages)
    return n.flush(at, address, pages, 0)
  end, function (_, pages) return pages < MOST end)
  pairs_of("create_page_table", n.create_page_table, function (base, size, got)
    return base + size <= 1 << 32 and n.destroy_page_table(got) == 0
  end)
  assert(n.destroy_region(one) == 0)
  for _, size in ipairs(edges.EDGES) do
    local ldt = count(n.create_ldt(size))
    assert(ldt < 0 or size <= 512 and n.destroy_ldt(ldt) == 0)
    local segment = count(n.create_global_segment(size, 1, 1, room))
    assert(segment < 0 or size < MOST and
           n.destroy_global_segment(segment) == 0)
  end
  deimos.close(n)
end

local all = { store = store, carriers = carriers, core = core, nmm = nmm }
for _, kind in ipairs { "coop", "preempt", "tasks" } do
  all[kind] = function () stacks(kind) end
end
local died = deaths()
for name, test in pairs(all) do
  test()                        -- what is kept for the next time stays
  collectgarbage()
  local before = deimos.digest()
  test()
  collectgarbage()
  assert(deimos.digest() == before, name .. ": something is left")
  assert(deaths() == died, name .. ": somebody died")
  print(name, counted, "calls")
end
