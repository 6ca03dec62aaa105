-- SPDX-License-Identifier: MIT
-- Ways from ring 3 into ring 1 beside exceptions: interrupts, INT n, SYSENTER,
-- and what each of them refuses.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: ring3

local expect = require "expect"
local model = require "ring3"

local E_UNSUPPORTED, E_BUSY, E_INVALID, E_OWNER =
  expect.errors "E_UNSUPPORTED E_BUSY E_INVALID E_OWNER"
local CODE, TICKS, UNCLEAN = 0x0f, 3, 0x4500
local before = deimos.digest()

-- interrupts: two owners, each of them gets each that hits ring 3
local r = model.start(false)
assert(r.clients(1) == 0 and r.lines(1) == 0)
assert(r.run("loop") == 42)
assert(r.ticks(0) >= TICKS - 1 and r.ticks(1) == TICKS, r.ticks(0))
assert(r.run("give", 9) == 9 and r.lines(0) == 0)

-- call gates: TF passes through them, and nobody dies of it
assert(r.run("stepout") == 43)

-- INT n: while its owner is who made the task
local status = r.run("int80")
assert(status == model.DEAD + 13 and r.word(1) == 80 * 8 + 2)
assert(r.attach_call() == 0)
assert(r.run("int80") == 42 and r.count() == 1)
local other = model.start(false)        -- whose maker does not own it
assert(other.clients(1) == 0 and other.run("int80") == model.DEAD + 13)
assert(other.word(1) == 80 * 8 + 2 and r.count() == 1)
assert(r.detach(80) == 0)
-- a gate that its owner opens serves all of ring 3
assert(r.attach_open_call() == 0 and r.attach_call() == E_BUSY)
assert(r.run("int80") == 42 and r.count() == 2)
assert(other.run("int80") == 42 and r.count() == 3)
assert(r.detach(80) == 0)
assert(other.run("int80") == model.DEAD + 13 and r.count() == 3)
assert(other.clients(0) == 0)
other.stop()
assert(r.clients(0) == 0)
r.stop()
assert(deimos.digest() == before)

-- SYSENTER: of clients whose module is attached
deimos.nmm.paging(true)
local paging = deimos.digest()
local a, b = model.start(true), model.start(true)
assert(a.clients(1) == 0 and b.clients(1) == 0)
if not deimos.machine().features.sep then
  assert(a.enter(1, CODE) == E_UNSUPPORTED)
else
  assert(a.run("enter") == model.DEAD + 13, "none is attached")
  assert(a.enter(1, 0x19) == E_INVALID and a.enter(1, 0x08) == E_INVALID)
  assert(a.enter(1, CODE) == 0 and a.enter(1, CODE) == E_BUSY)
  assert(b.enter(0) == E_OWNER)
  assert(a.run("enter") == 77 and a.count() == 1)
  assert(a.run("flags") == 77 and a.flags() & UNCLEAN == 0)
  assert(a.flags() & 0x200 ~= 0, "interrupts are off")
  -- single stepping into the core, whoever owns #DB and the #GP it becomes
  for step, owned in ipairs { 0, 1, 13 } do
    if owned > 0 then assert(b.attach(owned, 0) == 0) end
    assert(a.run("stepin") == 77 and a.count() == 2 + step)
  end
  assert(b.detach(1) == 0 and b.detach(13) == 0)
  assert(b.run("enter") == model.DEAD + 13, "another's client")
  assert(b.word(0) == 13 and b.word(1) == 0)
  assert(b.enter(1, CODE) == 0 and b.run("enter") == 77 and b.count() == 1)
  a.unbind("sysenter")
  assert(a.run("enter") == model.DEAD + 13 and b.run("enter") == 77)
  -- its stack is not there: the model dies, whoever owns #PF
  for owners = 0, 2 do
    local c = model.start(true)
    assert(c.enter(1, CODE) == 0)
    if owners > 0 then assert(b.attach(14, 0) == 0) end
    if owners > 1 then assert(c.attach(14, 0) == 0) end
    c.stack(c.window() + 0x100)
    local ok, message = pcall(c.run, "enter")
    assert(not ok and message:find("module 'ring3' died: #GP(0x0) at client",
      1, true), message)
    c.stop(true)
    if owners > 0 then assert(b.detach(14) == 0) end
  end
  assert(b.run("enter") == 77 and b.enter(0) == 0)
end
assert(b.clients(0) == 0)
b.stop()
assert(a.clients(0) == 0)
a.stop()
assert(deimos.digest() == paging, "something is left")
deimos.nmm.paging(false)
assert(deimos.digest() == before)
print("entries: all of them")
