-- SPDX-License-Identifier: MIT
-- A page that is watched has the rights that its client gives it, as a service, a
-- copy and another module see them; what the client may not do kills it as ever.
-- machines: qemu-icount bochs
-- modules: client_debugged
-- expect: pass

local memory = require "memory"
local act = require "debugged"
local DIED <const>, PAGE <const> = deimos.errors.E_DIED, act.PAGE
local R <const>, RW <const> = 1, 3

local function store(m, space, at) return m.run(space, at) end

-- Of two pages one is watched, the first or the second; protect() is given both.
local function one_of_two(m, debugger)
  local space = m.create()
  m.load(space, "debugged")
  local at = m.map(space, 0, 2 * PAGE, RW)
  for _, offset in ipairs { 0, PAGE } do
    local watch = debugger.watch(space, at + offset, PAGE, "w")
    for _, access in ipairs { R, RW } do m.protect(space, at, 2 * PAGE, access) end
    assert(store(m, space, at) == 7 and store(m, space, at + PAGE) == 7)
    local log = debugger.log()
    assert(#log == 1 and log[1].address == at + offset, "one is watched")
    debugger.unwatch(watch)
  end
  m.destroy(space)
end

local function check(m, debugger, name)
  local space = m.create()
  m.load(space, "debugged")
  local at = m.map(space, 0, 2 * PAGE, RW)
  m.write(space, at, "x")
  debugger.watch(space, at, 2 * PAGE, "rw")
  m.protect(space, at, 2 * PAGE, R)
  assert(not pcall(m.write, space, at, "y"), "a copy has the client's rights")
  assert(m.read(space, at, 1) == "x")
  assert(store(m, space, at) == DIED, "read-only")
  local log = debugger.log()
  assert(#log == 1 and log[1].kind == "death", "what may not be is no access")
  m.protect(space, at, 2 * PAGE, RW)
  m.protect(space, at, PAGE, 0)
  assert(not pcall(m.read, space, at, 1))
  m.protect(space, at, PAGE, RW)
  assert(store(m, space, at) == 7 and store(m, space, at + PAGE) == 7)
  log = debugger.log()
  assert(#log == 2 and log[1].address == at and log[2].address == at + PAGE and
    log[1].kind == "write", name .. ": still watched")
  if name == "paged" then
    local copy = m.copy(space)
    assert(store(m, copy, at) == 7 and #debugger.log() == 0, "a copy is not")
    m.destroy(copy)
  end
  m.unmap(space, at, 2 * PAGE)
  assert(store(m, space, at) == DIED)
  debugger.log()
  m.destroy(space)
end

for _, name in ipairs { "segpaged", "paged" } do
  local whole <close> = require("model").load(name)
  local m = memory.open(whole.module)
  do
    local debugger <close> = require("debug_model").under(whole.module)
    check(m, debugger, name)
    one_of_two(m, debugger)
  end
  m.close()
  print(name, "keeps its rights")
end
