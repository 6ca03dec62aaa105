-- SPDX-License-Identifier: MIT
-- What faults of ring 3 cost on the paged model, in instructions, from the
-- store that faults to its completion.
-- machines: qemu-icount
-- expect: pass
-- modules: buffer unprotect

local paged = require "paged"

local PAGE, is = paged.PAGE, paged.is
local m = paged.new()
local c = m:client()
local at = assert(m:map(c.space, 0, 64 * PAGE))
is(c:run("sum", at, 0), 0)

local over

local function cost(address)
  local n = c:run("time", address, 0, 1)
  assert(n >= 0, n)
  return n
end

cost(at)
local bare = cost(at)
local function row(name, limit, address)
  local n = cost(address) - bare
  print(name, n, "limit", limit)
  if n > limit then over = (over or "") .. " " .. name end
end

print("bare", bare)
for i = 1, 5 do row("pool", 120, at + i * PAGE) end

-- appel,trap: a module unprotects the page, through the model
local handler = deimos.load("unprotect")
local bound = deimos.bind(m.module, "trap", handler, "trap")
local back = deimos.bind(handler, "memory", m.module, "memory")
for i = 1, 5 do
  is(m.memory.protect(c.space, at + i * PAGE, PAGE, 1), 0)
  row("trap", 150, at + i * PAGE)
end
is(c:run("write", 0, 0, 1), paged.E.DIED, "the trap does not take it")
c:destroy()
back:unbind()
bound:unbind()
handler:unload()
m:unload()
assert(not over, over)
