-- SPDX-License-Identifier: MIT
-- Exceptions of ring 3 that nobody owns: the module that created the task
-- gets them all, as they are; without a handler it dies, and nothing else.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: ring3

local expect = require "expect"
local model = require "ring3"

local E_ADDRESS, E_INVALID = expect.errors "E_ADDRESS E_INVALID"
local CODE, DATA, SIZE = 0x0f, 0x17, 0x3000
local before = deimos.digest()

local function stopped(r, routine, vector, error, argument)
  local status = r.run(routine, argument)
  assert(status == model.DEAD + vector,
    ("%s: %d instead of vector %d"):format(routine, status, vector))
  assert(r.word(0) == vector and r.word(1) == error,
    ("%s: error code %x"):format(routine, r.word(1)))
  assert(r.word(3) == CODE and r.word(6) == DATA, routine)
  assert(r.run("give", 5) == 5, "not after " .. routine)
end

-- a client in a segment of the UPS, paging off
local r = model.start(false)
assert(r.clients(2) == E_ADDRESS and r.clients(1) == 0)
assert(r.run("give", 17) == 17)
for _, case in ipairs { { "div", 0, 0 }, { "step", 1, 0 }, { "int3", 3, 0 },
  { "into", 4, 0 }, { "bound", 5, 0 }, { "ud", 6, 0 }, { "hlt", 13, 0 },
  { "load", 13, 0x10 }, { "fake", 13, 14 * 8 + 2 }, { "fpu", 16, 0 } } do
  stopped(r, table.unpack(case))
end
if deimos.machine().segment_limits then
  stopped(r, "read", 13, 0, SIZE)
  stopped(r, "write", 13, 0, SIZE - 3)
  stopped(r, "stack", 12, 0, SIZE + 8)
end
assert(r.run("ud") == model.DEAD + 6)
assert(r.word(5) == SIZE, "esp")

-- what a handler invents is not believed
assert(r.forge(2, 0x19) == E_INVALID and r.forge(32, 0x19) == E_INVALID)
assert(r.forge(6, 0x08) == E_INVALID and r.forge(6, 0x0f) == E_INVALID)
assert(r.forge(6, 0xffff) == E_ADDRESS)
local ok, message = pcall(r.module.unload, r.module)
assert(not ok, "unloaded with a handler of its clients")
assert(r.clients(0) == 0)
r.stop()
assert(deimos.digest() == before)

-- a client in a space of its own
deimos.nmm.paging(true)
local paging = deimos.digest()
r = model.start(true)
assert(r.clients(1) == 0)
assert(r.run("give", 18) == 18)
stopped(r, "read", 14, 4, 0)            -- page 0 of the window
stopped(r, "write", 14, 6, 0x4000)
stopped(r, "stack", 14, 6, 0x800)
stopped(r, "ud", 6, 0)

-- no handler: the model dies of its client, and says so
assert(r.clients(0) == 0)
ok, message = pcall(r.run, "ud")
assert(not ok and message:find("module 'ring3' died: #UD(0x0) at client 000f:",
  1, true), message)
r.stop(true)
assert(deimos.digest() == paging, "something is left of a dead model")

-- nor a stack to enter it on
r = model.start(true)
assert(r.clients(1) == 0)
r.stack(r.window() + 0x100)
ok, message = pcall(r.run, "ud")
assert(not ok and message:find("module 'ring3' died: #UD", 1, true), message)
r.stop(true)
assert(deimos.digest() == paging)
-- the same in a task that the processor has switched to
r = model.start(true)
ok, message = pcall(r.jump, "ud")
assert(not ok and message:find("module 'ring3' died: #UD(0x0) at client",
  1, true), message)
r.stop(true)
assert(deimos.digest() == paging)
deimos.nmm.paging(false)
assert(deimos.digest() == before)
print("clients: each exception to who made the task")
