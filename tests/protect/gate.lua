-- SPDX-License-Identifier: MIT
-- A call gate serves the binding that it was made for, and nobody else:
-- not a guessed selector, not another's, not after the unbind.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil

local attack = require "attack"

local FIRST_GATE = 32 * 8               -- core/base/layout.h
local GATES = 2048

local ok, message

local function selector_of(binding)
  for _, b in ipairs(deimos.graph().bindings) do
    if b.handle == binding.handle then return b.selector end
  end
end

-- no binding has it
attack.dies("gate", "#GP(0x40f8)", FIRST_GATE + 8 * (GATES - 1))

-- the interpreter's own gates, while it has them
for _, b in ipairs(deimos.graph().bindings) do
  if b.selector ~= 0 then
    local code = ("#GP(0x%x)"):format(b.selector & ~7)
    attack.dies("gate", code, b.selector)
    break
  end
end

-- a module's own gate, but not from its stub
local m = deimos.load("evil")
local binding = deimos.bind(m, "console", deimos.find("console"), "console")
local user = m:open("user")
assert(user.null() & 0xffff == 8)     -- its CS: ring 0
local selector = selector_of(binding)
assert(selector and selector ~= 0)
deimos.close(user)
local e = m:open("evil")
ok, message = pcall(e.gate, selector)
assert(not ok and message:find(("#GP(0x%x)"):format(selector & ~7), 1, true),
       message)
deimos.close(e)
m:unload()

-- after the unbind the slot answers, and the gate is gone
m = deimos.load("evil")
binding = deimos.bind(m, "console", deimos.find("console"), "console")
selector = selector_of(binding)
user = m:open("user")
assert(user.null() & 0xffff == 8)     -- its CS: ring 0
binding:unbind()
ok, message = pcall(user.null)
assert(not ok and message:find("unbound", 1, true), message)
deimos.close(user)
m:unload()
attack.dies("gate", ("#GP(0x%x)"):format(selector & ~7), selector)

print("gates: all of it refused")
