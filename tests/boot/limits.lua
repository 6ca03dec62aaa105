-- SPDX-License-Identifier: MIT
-- Each table of the system graph that is full refuses, names its limit, and
-- is as before once what filled it has gone. (Modules: many.lua.)
-- machines: qemu-icount
-- expect: pass
-- modules: crowd crowd_constrained

-- core/api/graph.h; gates: core/base/layout.h
local INTERFACES <const>, RECEPTACLES <const> = 2048, 2048
local BINDINGS <const>, CONSTRAINTS <const>, GATES <const> = 2048, 512, 2048
local SLOTS <const> = 16                        -- modules/services/lock.c

local function is_full(message, what, limit)
  local text = ("no room for another %s: %d is the limit"):format(what, limit)
  assert(message:find(text, 1, true), message)
end

-- Until a load is refused: how many there were of `part`.
local function fill(name, what, limit)
  local before, loaded, ok, module = deimos.digest(), {}, nil, nil
  repeat
    ok, module = pcall(deimos.load, name)
    loaded[#loaded + 1] = ok and module or nil
  until not ok
  is_full(module, what, limit)
  for _, m in ipairs(loaded) do m:unload() end
  assert(deimos.digest() == before, what .. ": something is left")
  print(("limits: %ss are full with %d modules '%s'"):format(what, #loaded,
    name))
end

deimos.graph()                                  -- the script's own memory
for _ = 1, 2 do                                 -- the second finds room again
  fill("crowd", "interface", INTERFACES)
  fill("bench_graph", "receptacle", RECEPTACLES)
  fill("crowd_constrained", "constraint", CONSTRAINTS)
end

-- Bindings: all that there can be may lead to the core.
local function fill_bindings()
  local console, locks, gates = deimos.find("console"), {}, 0
  local ok, why = true, nil
  collectgarbage()
  while ok do
    local lock
    ok, lock = pcall(deimos.load, "lock")
    why = lock
    locks[#locks + 1] = ok and lock or nil
    for _ = 1, SLOTS do
      if not ok then break end
      ok, why = pcall(deimos.bind, lock, "locks", console, "console")
    end
  end
  is_full(why, "binding", BINDINGS)
  local bindings = deimos.graph().bindings
  for _, b in ipairs(bindings) do
    gates = gates + (b.selector ~= 0 and 1 or 0)
  end
  assert(#bindings == BINDINGS and gates <= GATES)
  assert(gates > BINDINGS - SLOTS, gates)
  for _, lock in ipairs(locks) do lock:unload() end
  print(("limits: %d bindings, %d of them to the core"):format(#bindings,
    gates))
end

fill_bindings()
collectgarbage()                        -- large tables are regions
local before = deimos.digest()
fill_bindings()
collectgarbage()
assert(deimos.digest() == before, "something is left")
