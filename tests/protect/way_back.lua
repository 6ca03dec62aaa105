-- SPDX-License-Identifier: MIT
-- What a client is to go back to is no longer there: its code, its stack, its
-- EIP. The client dies of it, and neither its model nor the core.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: ring3

local model = require "ring3"

local CODE <const>, STACK <const>, UD <const> = 0x0f, 0x17, 6
local REFUSALS <const> = { [model.DEAD + 10] = "#TS", [model.DEAD + 11] =
  "#NP", [model.DEAD + 12] = "#SS", [model.DEAD + 13] = "#GP" }

-- How each enters ring 1, and what must be there for it: nil if it cannot be,
-- else what undoes that.
local entries = {
  back = function() return function() end end,
  ud = function(r)
    assert(r.attach(UD, 0) == 0)
    r.mode("vanish")
    return function() assert(r.detach(UD) == 0) end
  end,
  int80 = function(r)
    assert(r.attach_call() == 0)
    return function() assert(r.detach(80) == 0) end
  end,
  enter = function(r, way)      -- for who runs in the core's own task
    if way ~= "run" or not deimos.machine().features.sep then return nil end
    assert(r.enter(1, CODE) == 0)
    return function() assert(r.enter(0) == 0) end
  end,
}

local function dies(status, what)
  assert(REFUSALS[status], ("%s: %d"):format(what, status))
end

local function try(name, way, paged, selector)
  local before = deimos.digest()
  local r = model.start(paged)
  assert(r.clients(1) == 0)
  local undo = entries[name](r, way)
  if undo then
    assert(r[way]("give") == r.run("give"))
    r.vanish(selector)
    dies(r[way](name), ("%s by %s, %#x gone"):format(name, way, selector))
    assert(r.word(3) & 3 == 3 and r.word(6) & 3 == 3)
    undo()
  end
  assert(r.clients(0) == 0)
  r.stop()
  assert(deimos.digest() == before, "something is left")
end

for _, paged in ipairs { false, true } do
  if paged then deimos.nmm.paging(true) end
  for _, name in ipairs { "back", "ud", "int80", "enter" } do
    for _, way in ipairs { "run", "jump" } do
      try(name, way, paged, CODE)
      try(name, way, paged, STACK)
    end
  end
end
deimos.nmm.paging(false)

-- beyond the limit, where there are limits
if deimos.machine().segment_limits then
  local r = model.start(false)
  assert(r.clients(1) == 0)
  for _, way in ipairs { "run", "jump" } do
    dies(r[way]("edge"), "edge by " .. way)
    assert(r.word(2) == 0x3000 and r.run("give", 7) == 7)
  end
  assert(r.clients(0) == 0)
  r.stop()
end

-- without a handler it is the module's death, as with any fault of ring 3
local r = model.start(false)
r.vanish(STACK)
local ok, message = pcall(r.run, "back")
assert(not ok and message:find("module 'ring3' died: #%u%u%(%w+%) at client"),
  message)
r.stop(true)
print("ways back: refused to who cannot take them")
