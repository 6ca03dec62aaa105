-- SPDX-License-Identifier: MIT
-- A pointer of a caller that leads nowhere, given to each method of a store and
-- of an execution module that takes one, is that caller's error in either state
-- of paging: the store keeps what it has, and a model's clients run on.
-- machines: qemu-icount bochs
-- expect: pass

local expect = require "expect"
local models = require "models"

local is, E <const>, nmm = expect.is, expect.E, deimos.nmm
local PAGE <const>, MIB <const> = nmm.PAGE_SIZE, 1 << 20
local UPS <const> = deimos.machine().ups_size
local tried = 0

-- A page with none behind it; frames; a segment; what maps nothing.
local function places()
  local around, info = nmm.create_region { size = 4 * PAGE }
  nmm.destroy_region(around)
  local page = nmm.create_region { size = PAGE, base = info.base }
  local frames, there = nmm.create_region { size = PAGE, flags = nmm.FRAMES }
  local segment, psas = nmm.create_global_segment {
    size = PAGE, type = "data", dpl = 1 }
  return { behind = info.base + PAGE, across = info.base + 8,
    last = info.base + PAGE - 1, frames = there.base, segment = psas.ups,
    null = 0, page_0 = PAGE - 8, ["end"] = UPS - 8, beyond = UPS,
    core = -deimos.graph().system.ups_base + MIB & 0xffffffff,
    top = 0xfffffff8, two_gib = 0x80000000 }, function()
      nmm.destroy_region(page)
      nmm.destroy_region(frames)
      nmm.destroy_global_segment(segment)
    end
end

local function refused(what, result)
  tried = tried + 1
  is(result, E.ADDRESS, what)
end

-- In `across` and `last` a name may end, but no page.
local function each(store, object, x, list)
  for name, at in pairs(list) do
    local has_text = name == "across" or name == "last"
    if not has_text then
      refused(name, store.open(at, 0))
      refused(name, store.open(at, 4))
      refused(name, x.exec(at, 7))
    end
    for _, page in ipairs { 0, 3 } do
      refused(name, store.read(object, page, at))
      refused(name, store.write(object, page, at))
    end
  end
end

local good = deimos.buffer(PAGE)

local function holds(store, object, byte)
  good:fill("?")
  is(store.read(object, 3, good), 0)
  is(good:string(), byte:rep(PAGE))
end

local system = models.open("coop", { "paged", "segmented", "segpaged", "flat" })
local store = system.paged.store:open("store")
local object = store.open("kept", 4)
good:fill(("k"):rep(PAGE))
is(store.write(object, 3, good), 0)
nmm.paging(false)
local list, close = places()
for _, on in ipairs { true, false } do
  nmm.paging(on)
  for _, name in ipairs { "paged", "segmented", "segpaged", "flat" } do
    each(store, object, system[name].x, list)
    is(system[name].x.count(), 0, name)
  end
  holds(store, object, "k")
end
close()
nmm.paging(true)
-- The last byte of the page and one of none; a self-backed region.
local region, info = nmm.create_region { size = 2 * PAGE,
  flags = nmm.SELF_BACKED }
refused("self-backed, and on", store.read(object, 3, info.base + PAGE + 1))
nmm.paging(false)
refused("self-backed, off", store.read(object, 3, info.base))
nmm.destroy_region(region)
nmm.paging(true)
is(system.paged.x.wait(system.paged.x.exec("hello", 7)), 7)
holds(store, object, "k")
store.remove(object)
deimos.close(store)
models.close(system)
print(("stores: %d pointers refused"):format(tried))
