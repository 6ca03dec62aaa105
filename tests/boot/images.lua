-- SPDX-License-Identifier: MIT
-- Where the CM gets images from is a binding like any other: to the archive,
-- to a module that makes them in memory, to nothing. Whatever a source does
-- when it is asked, a load is refused with its reason, or it succeeds.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: source asker counter1 counter2

-- ORDER tests/modules/source.c
local HONEST <const>, ANSWERS <const>, DIES <const>, UNBINDS <const>,
  REBINDS <const>, LOADS <const>, LOADS_AGAIN <const>, UNLOADS_CM <const>,
  UNLOADS_ITSELF <const>, DESTROYS <const>, SCRIBBLES <const>,
  REPLACES_ITSELF <const>, DRAINS <const> = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  11, 12
-- ORDER tests/modules/source.c
local IN_SIZE <const>, IN_READ <const> = 0, 1
local BUSY <const>, ACTIVE <const>, OWNER <const> = -7, -8, -9
local NOTFOUND <const>, QUOTA <const> = -2, -31

local start = deimos.digest()
local cm, archive = deimos.find("cm"), deimos.find("archive")
local asker = deimos.load("asker")
local ask = asker:open("asker")
local source, tune, asking

local function load_source()
  source = deimos.load("source")
  tune, asking = source:open("source"), source:open("asking")
end

local function unload_source()
  deimos.close(tune)
  deimos.close(asking)
  source:unload()
end

load_source()

-- The CM's binding, by the graph.
local function bound()
  for _, b in ipairs(deimos.graph().bindings) do
    if b.caller == cm.handle then return b.handle, b.provider end
  end
end

local refused <const> = require("expect").unchanged

local function loads(name)
  local module <const> = deimos.load(name)
  assert(deimos.find(name).handle == module.handle)
  module:unload()
end

local function rebind(provider, interface)
  assert(ask.rebind(bound(), provider.handle, interface) == 0)
end

-- At boot: the archive, through no gate. It is the core's, and stays.
local binding, provider = bound()
assert(provider == archive.handle)
for _, b in ipairs(deimos.graph().bindings) do
  assert(b.handle ~= binding or (b.kind == "near" and b.slot == 0))
end
refused("modules/twin.o", deimos.load, "twin")
local before = deimos.digest()

-- A module in its place: also what the archive has not.
rebind(source, "images")
assert(select(2, bound()) == source.handle)
loads("counter2")
local twin = deimos.load("twin")
assert(not deimos.find("counter1"), "the archive's own was loaded")
local counter = twin:open("counter")
assert(counter.count() == 1 and counter.version() == 1)
-- ... for a replace, too
twin = twin:replace("counter2")
assert(counter.count() == 2 and counter.version() == 2)
twin = twin:replace("twin")
assert(counter.count() == 3 and deimos.find("twin"))
deimos.close(counter)
twin:unload()
refused("the source of images, 'source', has no module 'nowhere'",
        deimos.load, "nowhere")
-- ... and it stays while it is bound
refused("are bound", source.unload, source)

-- Each act in each method. What it did is undone here.
local function case(where, act, a, b, pattern, answer)
  tune.set(where, act, a, b)
  if pattern then
    refused(pattern, deimos.load, "twin")
  else
    loads("twin")
  end
  assert(not answer or asking.result() == answer, asking.result())
  tune.set(0, HONEST, 0, 0)
end

for _, where in ipairs{ IN_SIZE, IN_READ } do
  case(where, ANSWERS, NOTFOUND, 0, "has no module 'twin'")
  case(where, ANSWERS, QUOTA, 0, "'source', refused 'twin': -31")
  case(where, ANSWERS, -0x80000000, 0, "refused 'twin': -2147483648")
  case(where, LOADS, 0, 0, nil, 0)
  case(where, UNLOADS_CM, 0, 0, nil, ACTIVE)
  case(where, UNLOADS_ITSELF, 0, 0, nil, BUSY)
  case(where, LOADS_AGAIN, 0, 0, "nested already")
end
for _, size in ipairs{ (64 << 20) + 1, 0x7fffffff } do
  case(IN_SIZE, ANSWERS, size, 0, "has " .. size .. " bytes; 1 to 67108864")
end
case(IN_SIZE, ANSWERS, 64 << 20, 0, "gave")        -- there is room for it
case(IN_SIZE, ANSWERS, 1, 0, "refused 'twin': -24")        -- the archive's
for _, size in ipairs{ 1, 0x7fffffff } do
  case(IN_READ, ANSWERS, size, 0, "gave " .. size .. " bytes of 'twin' and had")
end
case(IN_READ, DESTROYS, 0, 0, nil, OWNER)
case(IN_READ, SCRIBBLES, 0, 0, "ELF")

-- The load while the source does what binds `images` elsewhere: refused in
-- size(), too late in read().
local function moved(where, ...)
  tune.set(where, ...)
  local ok, why = pcall(loads, "twin")
  assert(ok == (where == IN_READ), why)
  assert(ok or why:find("was bound to another source", 1, true), why)
  assert(asking.result() == 0)
end

for _, where in ipairs{ IN_SIZE, IN_READ } do
  rebind(source, "images")
  moved(where, REBINDS, bound(), archive.handle)
  assert(select(2, bound()) == archive.handle)
end
loads("counter1")
assert(deimos.digest() == before)

-- A new version takes its place while it is asked, and gets all bindings: the
-- old one drains.
for _, where in ipairs{ IN_SIZE, IN_READ } do
  rebind(source, "images")
  moved(where, REPLACES_ITSELF, 0, 0)
  local old <const>, new <const> = source, deimos.find("source")
  assert(new.handle ~= old.handle and select(2, bound()) == new.handle)
  old:unload()
  loads("twin")
  source = new
end
-- ... which it can also say itself
case(IN_SIZE, DRAINS, 0, 0, nil, 0)
loads("twin")
rebind(archive, "archive")

-- Unbound: nothing is loaded; bound again as any receptacle is
assert(ask.unbind(bound()) == 0 and not bound())
refused("receptacle 'images' of 'cm' is unbound", deimos.load, "counter1")
refused("'images' of 'cm' is unbound", asker.replace, asker, "counter1")
refused("takes type 'images'", deimos.bind, cm, "images", asker, "asker")
refused("has no interface", deimos.bind, cm, "images", archive, "images")
deimos.bind(cm, "images", archive, "archive")
refused("every slot", deimos.bind, cm, "images", archive, "archive")
loads("counter1")

-- A source that lacks a method; one that dies, and is bound no more
unload_source()
load_source()
rebind(source, "half")
refused("has 1 methods instead of 2", deimos.load, "counter1")
rebind(source, "images")
for _, where in ipairs{ IN_SIZE, IN_READ } do
  tune.set(where, DIES, 0, 0)
  local ok, why = pcall(deimos.load, "twin")
  assert(not ok and why:find("died", 1, true), why)
  refused("the source of images, 'source', is dead", deimos.load, "counter1")
  rebind(archive, "archive")
  unload_source()
  load_source()
  rebind(source, "images")
end
-- ... or is unbound by itself
for _, where in ipairs{ IN_SIZE, IN_READ } do
  moved(where, UNBINDS, bound(), 0)
  assert(not bound())
  deimos.bind(cm, "images", source, "images")
end
rebind(archive, "archive")

loads("counter1")
unload_source()
deimos.close(ask)
asker:unload()
assert(deimos.digest() == start)
print("images: from wherever they are bound to")
