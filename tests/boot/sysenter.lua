-- SPDX-License-Identifier: MIT
-- SYSENTER in the place of call gates, by configuration: the same clients;
-- both ways at once; clients that say what is not so.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: client_enters gates_only
-- output: paged: client hello: SYSENTER: this processor or machine cannot do that

local expect = require "expect"
local models = require "models"

local E <const> = models.E
local E_UNSUPPORTED <const> = expect.errors "E_UNSUPPORTED"
local UNMAPPED <const> = 3 << 20
-- ORDER tests/modules/client_enters.c
local WELL <const>, SERVICE <const>, ESP <const>, STACK <const>, EIP <const>,
  PRINT <const>, UNCLEAN <const>, STEP <const>, LEAVE <const> =
  0, 1, 2, 3, 4, 5, 6, 7, 8
local GP <const>, PF <const> = 13, 14
local ALL_WAYS <const> = 7              -- of clients/grower.c

local wrapper = assert(deimos.find("sysenter"))
assert(deimos.machine().features.sep)

local function bind(t)
  return deimos.bind(t.module, "sysenter", wrapper, "sysenter")
end

local function load(t, image)
  local space = t.m.create()
  local error = t.m.load(space, image)
  assert(error == 0, error)
  return space
end

-- Nothing but the client dies: vector, eip or nil.
local function dies(t, space, argument, vector, eip)
  local deaths <close> = t.module:open("deaths")
  local before = deaths.count()
  local got = t.m.run(space, argument)
  assert(got == E.DIED, ("%s: %d: %d"):format(t.name, argument, got))
  assert(deaths.count() == before + 1 and deaths.vector() == vector,
    ("%s: %d: vector %d"):format(t.name, argument, deaths.vector()))
  assert(not eip or deaths.eip() == eip, deaths.eip())
end

-- A client says what it likes of service, stack and way back.
local function try_all(t, gated)
  local enters = load(t, "enters")
  local function gives(argument, result)
    local got = t.m.run(enters, argument)
    assert(got == result, ("%s: %d: %d"):format(t.name, argument, got))
  end
  for _, stack in ipairs { 0, UNMAPPED, 0xfffffff0, 0xc0000000, 0x100000 } do
    gives(stack & ~255 | ESP, 0)
    gives(WELL, 0)
  end
  gives(SERVICE, 1)
  dies(t, enters, UNMAPPED | STACK, PF)
  for _, way in ipairs { 0xffffff00, 0xc0000000, 0x80000000, 0x10000000 } do
    dies(t, enters, way | EIP, PF, 0)   -- beyond its code
    assert(t.m.run(gated, models.counter(1, 3)) == 1)
  end
  dies(t, enters, UNMAPPED | EIP, PF, t.name == "paged" and UNMAPPED or 0)
  gives(PRINT, E.ADDRESS)
  gives(UNMAPPED | PRINT, E.ADDRESS)
  gives(0xc0000000 | PRINT, E.ADDRESS)
  gives(UNCLEAN, 0)
  gives(STEP, 0)
  gives(0x700 | LEAVE, 0x700)
  assert(t.m.destroy(enters) == 0)
end

local function try_constraints(t)
  local strict = deimos.load("gates_only")
  local function refused(...)
    local ok, message = pcall(deimos.bind, ...)
    assert(not ok and message:find("constraint"), message)
  end
  refused(t.module, "sysenter", strict, "sysenter")
  refused(strict, "memory", t.module, "memory")
  -- whoever refuses the way, the program is not loaded
  local bound = deimos.bind(t.module, "sysenter", strict, "refusing")
  local space = t.m.create()
  assert(t.m.load(space, "hello") == E_UNSUPPORTED)
  bound:unbind()
  assert(t.m.load(space, "hello") == 0 and t.m.run(space, 5) == 5)
  assert(t.m.destroy(space) == 0)
  strict:unload()
end

local function try_model(t)
  local gated, none = load(t, "counter"), load(t, "enters")
  dies(t, none, WELL, GP)               -- the way is not open
  local bound = bind(t)
  local entering = load(t, "counter")
  assert(t.m.run(entering, models.counter(2, 1)) == 2)
  assert(t.m.run(gated, models.counter(2, 2)) == 2)
  assert(t.m.run(none, WELL) == 0, "the model's way, whatever its stubs")
  try_all(t, gated)

  bound:unbind()                        -- the way is closed at once
  assert(t.m.run(gated, models.counter(2, 2)) == 2)
  dies(t, entering, models.counter(2, 1), GP)
  bound = bind(t)
  local again = load(t, "counter")
  assert(t.m.run(again, models.counter(2, 1)) == 2)
  assert(t.m.run(entering, models.counter(2, 1)) == 2, "and open again")
  for _, space in ipairs { gated, none, entering, again } do
    assert(t.m.destroy(space) == 0)
  end
  bound:unbind()
end

-- Every client program, by both ways at the same time. The binding stays: the
-- model can be unloaded with it.
local function try_programs(t, system)
  local clients = {}
  for way = 1, 2 do
    if way == 2 then bind(t) end
    for _, c in ipairs {
      { t.name, "hello", 7, 7 }, { t.name, "grower", 2, ALL_WAYS },
      { t.name, "counter", models.counter(6, way), 6 },
      { t.name, "counter", models.counter(6, way + 2), 6 },
    } do
      c.handle = system[t.name].x.exec(c[2], c[3])
      assert(c.handle > 0, c.handle)
      clients[#clients + 1] = c
    end
  end
  for _, c in ipairs(clients) do
    local got = t.x.wait(c.handle)
    assert(got == c[4], ("%s on %s: %d"):format(c[2], c[1], got))
  end
end

for _, kind in ipairs { "coop", "preempt" } do
  local system = models.open(kind, { "paged", "segpaged", "segmented" })
  for _, name in ipairs { "paged", "segpaged" } do
    local t = system[name]
    try_constraints(t)

    try_model(t)
    try_programs(t, system)
  end
  assert(not pcall(bind, system.segmented), "it is for paging models")
  local strict = deimos.load("gates_only")
  deimos.bind(strict, "memory", system.segmented.module, "memory"):unbind()
  strict:unload()
  models.close(system)
end
print("sysenter: as by gates")
