-- SPDX-License-Identifier: MIT
-- bells: each way of an owner, once.
-- second: 10000000
-- modules: bell

local bells = require "bells"

local idle <const> = bells.load()
bells.ring_all()
bells.all_hear("all", idle.face.spin)
bells.of(1).face.mode(bells.DIE)
idle.face.spin(3)
bells.silence(1, true)
bells.all_hear("two", idle.face.spin)
bells.heed(idle)
local b <const>, other <const> = bells.of(2), bells.of(3)
deimos.close(other.face)
b.face.aim(other.module.handle, other.line.handle)
b.face.mode(bells.UNLOAD)
idle.face.spin(3)
assert(b.face.outcome() == 0, b.face.outcome())
bells.forget(3)
bells.ring(1)
bells.heed()
bells.ring(3)
bells.silence_all()
local fifo <const>, coop <const> = deimos.load "fifo", deimos.load "coop"
deimos.bind(coop, "scheduler", fifo, "scheduler")
bells.heed(idle, coop)
bells.ring(1)
bells.silence(1)
deimos.close(idle.face)
idle.module:unload()
coop:unload()
fifo:unload()
print("modes", bells.COUNT, bells.DIE, bells.STAY_BUSY, bells.STAY, bells.UNLOAD,
  bells.STAY_FOREVER, bells.TIMER, bells.COUNT_OF_OWNERS)
