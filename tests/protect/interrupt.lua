-- SPDX-License-Identifier: MIT
-- Interrupts reach a handler of ring 1 while a binding holds the line, one
-- owner after the other, and not while the owner is busy.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: rights

local expect = require "expect"
local TIMER, CASCADE, LPT = 0, 2, 7
local E_ADDRESS, E_BUSY, E_OWNER, E_RANGE =
  expect.errors "E_ADDRESS E_BUSY E_OWNER E_RANGE"

local before = deimos.digest()
local wrapper = deimos.find("interrupt")
local m = deimos.load("rights")
local lines = m:open("lines")
local first = deimos.bind(m, "interrupt", wrapper, "interrupt")
local second = deimos.bind(m, "second", wrapper, "interrupt")

-- refusals
assert(lines.attach(CASCADE, 0) == E_RANGE and lines.attach(16, 0) == E_RANGE)
assert(lines.attach(TIMER, 2) == E_ADDRESS, "the handler is not its own")
assert(lines.attach(TIMER, 3) == E_ADDRESS, "the flag is not its own")
assert(lines.detach(TIMER, 0) == E_OWNER)
lines.spin(2)
assert(lines.ticks(0) == 0)

-- one owner: each tick that hits ring 1
assert(lines.attach(TIMER, 0) == 0 and lines.attach(TIMER, 0) == E_BUSY)
local n = lines.spin(4)
assert(n >= 2, "no interrupt arrives")
assert(lines.detach(TIMER, 1) == E_OWNER, "the other binding's")

-- busy: remembered once, delivered when it is ready
lines.hold(1)
local held = lines.ticks(0)
lines.spin(4)
assert(lines.ticks(0) == held, "delivered to a busy owner")
lines.hold(0)
lines.spin(2)
assert(lines.ticks(0) > held)

-- two owners: each gets each tick, the first before the second
assert(lines.attach(TIMER, 1) == 0)
lines.spin(6)
local one, two = lines.ticks(0), lines.ticks(1)
lines.spin(6)
assert(lines.ticks(0) - one == lines.ticks(1) - two and
       lines.ticks(1) - two >= 4, "both get each")
local order = lines.order() & 0xff
assert(order == 0x12 or order == 0x21, ("order %x"):format(order))

-- unloading is refused while a line leads into it
deimos.close(lines)
local ok, message = pcall(m.unload, m)
assert(not ok and message:find("an? interrupt leads into"), message)
lines = m:open("lines")

-- unbinding takes one away at once, and leaves the other
first:unbind()
one, two = lines.ticks(0), lines.ticks(1)
lines.spin(4)
assert(lines.ticks(0) == one, "delivered after the unbind")
assert(lines.ticks(1) > two)
second:unbind()
two = lines.ticks(1)
lines.spin(4)
assert(lines.ticks(1) == two, "delivered after the unbind")

-- a line of its own is unmasked only while it has an owner
local masked = deimos.digest()
first = deimos.bind(m, "interrupt", wrapper, "interrupt")
assert(lines.attach(LPT, 0) == 0 and lines.detach(LPT, 0) == 0)
first:unbind()
assert(deimos.digest() == masked, "the line stayed open")

deimos.close(lines)
m:unload()
assert(deimos.digest() == before, "something is left")
print("interrupts: while bound, one owner after the other")
