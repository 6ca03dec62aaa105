-- SPDX-License-Identifier: MIT
-- INT n and call gates to a function of a module: while bound, one owner,
-- and its own functions only.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: rights evil

local expect = require "expect"
local attack = require "attack"

local E_ADDRESS, E_FULL, E_BUSY, E_OWNER, E_RANGE =
  expect.errors "E_ADDRESS E_FULL E_BUSY E_OWNER E_RANGE"
local CALL_GATES = 64

local before = deimos.digest()
local m, r

local function start()
  m = deimos.load("rights")
  r = m:open("rights")
end

local function faults(pattern, f, ...)
  local ok, message = pcall(f, ...)
  assert(not ok and message:find(pattern, 1, true), message)
  deimos.close(r)
  m:unload()
  start()
end

local function refused_unload(pattern)
  deimos.close(r)
  local ok, message = pcall(m.unload, m)
  assert(not ok and message:find(pattern), message)
  r = m:open("rights")
end

-- software interrupts
start()
local wrapper = deimos.find("vector")
local vector = deimos.bind(m, "vector", wrapper, "vector")
local other = deimos.bind(m, "other_vector", wrapper, "vector")
for _, n in ipairs { 0, 6, 32, 47, 256 } do
  assert(r.attach_call(n, 0) == E_RANGE)
end
assert(r.attach_call(80, 2) == E_ADDRESS)
assert(r.attach_call(80, 0) == 0 and r.attach_call(48, 0) == 0)
assert(r.attach_call(80, 1) == E_BUSY, "one owner")
r.raise_80()
r.raise_48()
assert(r.calls() == 2)
assert(r.detach_call(48) == 0 and r.detach_call(48) == E_OWNER)
refused_unload("a vector leads into")
vector:unbind()
other:unbind()
faults("#GP(0x282)", r.raise_80)        -- IDT entry 80, as with no gate
vector = deimos.bind(m, "vector", wrapper, "vector")
faults("#GP(0x182)", r.raise_48)

-- call gates
wrapper = deimos.find("gate")
local gate = deimos.bind(m, "gate", wrapper, "gate")
assert(r.create(1) == E_ADDRESS)
local selector = r.create(0)
assert(selector > 0)
r.take(selector)
assert(r.calls() == 1)
assert(r.destroy(selector + 8) == E_OWNER and r.destroy(8) == E_OWNER)
for _ = 2, CALL_GATES do assert(r.create(0) > 0) end
assert(r.create(0) == E_FULL)
assert(r.destroy(selector) == 0 and r.destroy(selector) == E_OWNER)
selector = selector + 8
r.take(selector)
refused_unload("a gate leads into")
gate:unbind()
faults(("(0x%x)"):format(selector & ~7), r.take, selector)

deimos.close(r)
m:unload()
assert(deimos.digest() == before, "something is left")
attack.dies("interrupt", "#GP")
print("software: INT and call gates, while bound")
