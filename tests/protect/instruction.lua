-- SPDX-License-Identifier: MIT
-- hlt, cli and sti through a binding; interrupts go on when it goes, and
-- when its client dies.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: rights evil bad_init dead_init

local attack = require "attack"

local IF = 0x200

local before = deimos.digest()
local wrapper = deimos.find("cpu")
local m = deimos.load("rights")
local lines, r = m:open("lines"), m:open("rights")
local cpu = deimos.bind(m, "cpu", wrapper, "cpu")
local other = deimos.bind(m, "other_cpu", wrapper, "cpu")

local function enabled() return r.flags() & IF ~= 0 end

-- hlt comes back after an interrupt, and leaves IF as it was
local tick = deimos.ticks()
assert(r.hlt() == 0 and deimos.ticks() > tick, "no tick in hlt")
assert(enabled())

-- cli: off, also across upcalls; sti: on when nobody holds them off
assert(r.cli(0) == 0 and not enabled())
tick = deimos.ticks()
lines.turns(3000000)
assert(deimos.ticks() == tick, "a tick with interrupts off")
assert(r.hlt() == 0 and not enabled(), "hlt keeps IF")
assert(not pcall(deimos.load, "dead_init") and not enabled(),
       "a death elsewhere turns them on")
assert(not pcall(deimos.load, "bad_init") and not enabled(),
       "an upcall turns them on")
assert(r.cli(1) == 0 and r.sti(0) == 0 and not enabled(), "two hold them off")
assert(r.sti(1) == 0 and enabled())

-- an unbind in the middle
r.cli(0)
cpu:unbind()
assert(enabled(), "off after the unbind")

-- a module that dies lets them on again; so does one that dies in its init
r.cli(1)
local spare = deimos.load("rights")
deimos.bind(spare, "cpu", wrapper, "cpu")
local hand = spare:open("rights")
r.sti(1)
hand.cli(0)
assert(not enabled())
assert(not pcall(hand.peek, 0xfff8, 0), "a selector that is not there")
assert(enabled(), "off after the death of the one who held them")
deimos.close(hand)
spare:unload()
assert(not pcall(deimos.load, "dead_init"))
assert(enabled(), "off after a death in init")
tick = deimos.ticks()
lines.spin(2)

other:unbind()
deimos.close(lines)
deimos.close(r)
m:unload()
assert(deimos.digest() == before, "something is left")
attack.dies("cli", "#GP(0x0)")
attack.dies("hlt", "#GP(0x0)")
print("instructions: while bound")
