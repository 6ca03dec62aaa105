-- SPDX-License-Identifier: MIT
-- A client enters ring 1 with an address of its choice in EBP, and is interrupted there
-- before ring 1 has an EBP of its own. A module is replaced meanwhile: no word of others
-- is changed, however far that leads.
-- machines: qemu-icount bochs
-- modules: client_aimer words counter1 counter2
-- limit: 120

local expect = require "expect"
local models = require "models"
local p = require "protected"

local ROUNDS <const> = 40

local system = models.open("preempt", { "segmented" })
local t = system.segmented
local aimer = p.load(t, "aimer")
local threads = system.threads:open "concurrency"
local module = deimos.load "words"
deimos.bind(module, "memory", t.module, "memory")
deimos.bind(module, "threads", system.threads, "concurrency")
local words = module:open "words"
assert(words.start(aimer.space) > 0)
local counter, hits = deimos.load "counter1", 0
for round = 1, ROUNDS do
  threads.yield()
  local table = words.fill(counter.handle)
  counter = counter:replace(round % 2 == 1 and "counter2" or "counter1")
  hits = hits + (words.changed(table) > 0 and 1 or 0)
end
expect.is(hits, 0)
