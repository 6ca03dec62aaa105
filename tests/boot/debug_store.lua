-- SPDX-License-Identifier: MIT
-- The one instruction that a watched client executes needs a page that a store
-- brings, and the store waits: everybody else goes on, on time, and the log has
-- each access once.
-- machines: qemu-icount bochs
-- modules: client_debugged client_spin slow_store runner
-- expect: pass

local memory = require "memory"
local act = require "debugged"
local models = require "models"
local p = require "protected"
local under = require("debug_model").under
local PAGE <const>, RW <const> = act.PAGE, 3
local COPIED <const> = 5                -- what the act says
local SPINS <const>, TURNS <const>, IF <const> = 8000, 10000, 0x200

local system = models.open("preempt", { "paged" })
local t = system.paged
local m = memory.open(t.module)
local store = deimos.load "slow_store"
deimos.bind(store, "real", t.store, "store")
deimos.bind(store, "threads", system.threads, "concurrency")
t.at_store:rebind(store, "store")
local slow = store:open "slow"
local threads = system.threads:open "concurrency"
local runner = p.runner(system, t)

local space = m.create()
m.load(space, "debugged")
local area = m.run(space, act.AREA)
local from = m.map(space, 0, PAGE, RW)
m.write(space, from, "abcd")
local other = m.create()
m.load(other, "spin")

-- A page of an object, as a file has it: it comes with the first touch.
local object = m.attach(space, "object", PAGE, RW)
m.write(space, area, ("<I4I4"):pack(from, object))

-- Whoever runs at ring 3 and never asks is interrupted as ever.
local two = runner.start(other, SPINS)
local debugger = under(t.module)
local at = m.run(space, act.TELL + act.copy)
debugger.watch(space, from, PAGE, "rw")
slow.shut()
local one = runner.start(space, act.copy)
while slow.count() == 0 do threads.yield() end
local before, turns = os.clock(), 0
repeat
  threads.yield()
  turns = turns + 1
  assert(turns < TURNS, "the timer does not come by")
until os.clock() > before
slow.let_go()
assert(runner.join(one) == COPIED and runner.join(two) == SPINS)
local log = debugger.log()
act.expect("log", act.text(log, from, at), "read 0 5")
assert(m.read(space, object, 4) == "abcd")
assert(m.run(space, act.far) == IF, "interrupts are off")

debugger.unload()
m.destroy(space)
m.destroy(other)
runner.close()
deimos.close(slow)
deimos.close(threads)
m.close()
t.at_store:rebind(t.store, "store")
store:unload()
models.close(system)
print("others go on")
