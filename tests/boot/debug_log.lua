-- SPDX-License-Identifier: MIT
-- Three clients are stepped on threads that the timer switches, and fill the log
-- while it is read: entries come in the order of their numbers, and what is left out
-- is lost.
-- machines: qemu-icount
-- modules: client_debugged runner
-- expect: pass
-- limit: 200

local memory = require "memory"
local act = require "debugged"
local models = require "models"
local p = require "protected"
local under = require("debug_model").under
local CLIENTS <const>, ROUNDS <const>, STEPS <const> = 3, 400, 100000000

local system = models.open("preempt", { "paged" })
local t = system.paged
local m = memory.open(t.module)
local debugger = under(t.module)
local threads = system.threads:open "concurrency"
local runner = p.runner(system, t)
local spaces, runs = {}, {}
local last, got = 0, 0

local function read()
  local log = debugger.log()
  for _, e in ipairs(log) do
    assert(e.number > last, "an entry comes late, or twice")
    last = e.number
  end
  got = got + #log
  return #log
end

for i = 1, CLIENTS do
  spaces[i] = m.create()
  m.load(spaces[i], "debugged")
  debugger.step(spaces[i], STEPS)
  runs[i] = runner.start(spaces[i], act.spin)
end
for _ = 1, ROUNDS do
  read()
  threads.yield()
end
for i = 1, CLIENTS do debugger.off(spaces[i]) end
for i = 1, CLIENTS do assert(runner.join(runs[i]) == 1) end
while read() > 0 do end
assert(got + debugger.lost() == last, "what is left out is not what is lost")

debugger.unload()
for i = 1, CLIENTS do m.destroy(spaces[i]) end
runner.close()
deimos.close(threads)
m.close()
models.close(system)
print(("%d entries of %d"):format(got, last))
