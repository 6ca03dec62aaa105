-- SPDX-License-Identifier: MIT
-- Where a memory model gets its programs from is a binding like any other: to
-- the archive, to a module that makes them in memory, to nothing. Whatever a
-- source does when it is asked, a load is refused with its error and a line, or
-- it succeeds; nothing is left, and the model serves its other clients.
-- machines: qemu-icount bochs
-- modules: source asker
-- limit: 240
-- output: paged: client twin: the source of programs refused it: %-31
-- output: flat: client twin: the source of programs died when it was asked
-- output: segmented: client twin: the source of programs is dead
-- output: segpaged: client twin: receptacle 'loader' is unbound: programs come from nowhere
-- output: paged: client twin: the source of programs has 1 methods instead of 2
-- output: flat: client twin: 'loader' was bound to another source while it was asked
-- output: segmented: client twin: the source of programs says it has 67108865 bytes; 1 to 67108864 are possible
-- output: segpaged: client twin: the source of programs gave 1 bytes and had said %d+

local models = require "models"

local E = models.E
-- ORDER tests/modules/source.c
local HONEST <const>, ANSWERS <const>, DIES <const>, UNBINDS <const>,
  REBINDS <const>, LOADS <const>, UNLOADS_ITSELF <const>, DESTROYS <const>,
  SCRIBBLES <const>, REPLACES_ITSELF <const>, DRAINS <const>,
  CALLS_MODEL <const> = 0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15
-- ORDER tests/modules/source.c
local IN_SIZE <const>, IN_READ <const> = 0, 1
local BOTH <const> = { IN_SIZE, IN_READ }

local start = deimos.digest()
local archive = deimos.find("archive")
local asker = deimos.load("asker")
local ask = asker:open("asker")
local source, tune, asking, module, m, space, before

local function unload_source()
  deimos.close(tune)
  deimos.close(asking)
  source:unload()
end

local function take_source(module)
  source, tune = module, module:open("source")
  asking = module:open("asking")
end

local function load_source() take_source(deimos.load("source")) end

-- The model's binding, by the graph.
local function bound()
  local loader
  for _, r in ipairs(deimos.graph().receptacles) do
    if r.node == module.handle and r.name == "loader" then loader = r.handle end
  end
  for _, b in ipairs(deimos.graph().bindings) do
    if b.receptacle == loader then return b.handle, b.provider end
  end
end

local function rebind(provider, interface)
  assert(ask.rebind(bound(), provider.handle, interface) == 0)
end

-- What it answers: as a number also where deimos raises what a binding says.
local function load(image)
  local ok, got = pcall(m.load, space, image)
  if ok then return got end
  return got:find("unbound", 1, true) and E.UNBOUND or
    got:find("dead", 1, true) and E.DEAD or got
end

-- In the space, which stays empty; another client lives.
local function refused(error, image)
  local digest = deimos.digest()
  local got = load(image or "twin")
  assert(got == error, ("%s, not %d"):format(got, error))
  assert(deimos.digest() == digest, "something is left")
  assert(m.run(space, 0) == E.NOTFOUND)
end

local function loads(image)
  local other = m.create()
  local got = m.load(other, image or "twin")
  assert(got == 0, got)
  assert(m.run(other, 7) == 7)
  m.destroy(other)
end

local function case(where, act, a, b, error, answer)
  tune.set(where, act, a, b)
  if error then refused(error) else loads() end
  assert(not answer or asking.result() == answer, asking.result())
  tune.set(0, HONEST, 0, 0)
end

-- What binds `loader` elsewhere while it is asked: too late in read().
local function moved(where, ...)
  tune.set(where, ...)
  if where == IN_READ then loads()
  else assert(m.load(space, "twin") == E.BUSY) end
  assert(asking.result() == 0)
end

local function answers()
  for _, where in ipairs(BOTH) do
    case(where, ANSWERS, E.QUOTA, 0, E.QUOTA)
    case(where, ANSWERS, E.NOTFOUND, 0, E.NOTFOUND)
    case(where, ANSWERS, -0x80000000, 0, -0x80000000)
    case(where, LOADS, 0, 0, nil, 0)
    case(where, UNLOADS_ITSELF, 0, 0, nil, E.BUSY)
    case(where, CALLS_MODEL, space, 0, nil, E.ACTIVE)
  end
  for _, size in ipairs { (64 << 20) + 1, 0x7fffffff } do
    case(IN_SIZE, ANSWERS, size, 0, E.RANGE)
  end
  case(IN_SIZE, ANSWERS, 1, 0, E.RANGE)         -- the archive's
  for _, size in ipairs { 1, 0x7fffffff } do
    case(IN_READ, ANSWERS, size, 0, E.RANGE)
  end
  case(IN_READ, DESTROYS, 0, 0, nil, E.OWNER)
  case(IN_READ, SCRIBBLES, 0, 0, E.FORMAT)
end

local function others()
  for _, where in ipairs(BOTH) do
    rebind(source, "images")
    moved(where, REBINDS, bound(), archive.handle)
    assert(select(2, bound()) == archive.handle)
    rebind(source, "images")
    moved(where, REPLACES_ITSELF, 0, 0)
    local old <const>, new <const> = source, deimos.find("source")
    assert(new.handle ~= old.handle and select(2, bound()) == new.handle)
    unload_source()
    take_source(new)
    loads()
    moved(where, UNBINDS, bound(), 0)
    assert(not bound())
    refused(E.UNBOUND)
    deimos.bind(module, "loader", source, "images")
  end
end

local function deaths()
  rebind(source, "half")
  refused(E.TYPE)
  rebind(source, "images")
  for _, where in ipairs(BOTH) do
    tune.set(where, DIES, 0, 0)
    assert(m.load(space, "twin") == E.DIED)
    refused(E.DEAD)
    rebind(archive, "archive")
    loads("hello")
    unload_source()
    load_source()
    rebind(source, "images")
  end
end

for _, name in ipairs(models.ALL) do
  before = deimos.digest()
  load_source()
  module = deimos.load(name)
  m = module:open("memory")
  space = m.create()
  local victim = m.create()
  assert(m.load(victim, "counter") == 0)

  -- At load: the archive, which has no twin.
  assert(select(2, bound()) == archive.handle)
  refused(E.NOTFOUND)
  loads("hello")
  rebind(source, "images")
  local model = deimos.bind(source, "memory", module, "memory")
  loads()
  loads("hello")
  refused(E.NOTFOUND, "no_such_program")
  answers()
  case(IN_SIZE, DRAINS, 0, 0, nil, 0)
  loads()
  rebind(archive, "archive")
  model:unbind()
  unload_source()
  load_source()
  others()
  deaths()

  rebind(archive, "archive")
  assert(m.run(victim, models.counter(2, 1)) == 2)
  m.destroy(space)
  m.destroy(victim)
  deimos.close(m)
  module:unload()
  unload_source()
  assert(deimos.digest() == before, name)
end
deimos.close(ask)
asker:unload()
assert(deimos.digest() == start)
print("programs: from wherever they are bound to")
