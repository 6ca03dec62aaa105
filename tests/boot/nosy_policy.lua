-- SPDX-License-Identifier: MIT
-- A policy that calls the concurrency module while that asks it: E_ACTIVE by
-- each method that would change anything, and the threads go on.
-- machines: qemu-icount
-- expect: pass
-- modules: nosy

local models = require "models"

local PLACES <const> = { [0] = "ready", "next", "quantum", "gone",
  "ready's end", "next's end" }
local METHODS <const> = { [0] = "create", "yield", "exit", "join", "wait",
  "wake", "set_context", "hand_off", "current", "count" }
local ROUNDS <const> = 6

local cases, asked = 0, 0

local function try(system, nosy, where, what)
  local x = system.segpaged.x
  local clients = {}
  for i = 1, 3 do
    clients[i] = x.exec("counter", models.counter(ROUNDS, i))
  end
  local title = ("%s calls %s"):format(PLACES[where], METHODS[what])
  nosy.set(where, what)
  for i = 1, 3 do
    local got = x.wait(clients[i])
    assert(got == ROUNDS, ("%s: a client ends with %d"):format(title, got))
  end
  local times, refused = nosy.times(), nosy.refusals()
  assert(times == refused, ("%s: %d of %d refused"):format(title, refused,
    times))
  cases, asked = cases + 1, asked + times
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local system = models.open(kind, { "segpaged" })
  local module = deimos.load "nosy"
  local nosy = module:open "nosy"
  local link = deimos.bind(module, "threads", system.threads, "concurrency")
  system.scheduler:rebind(module, "scheduler")
  for where = 0, #PLACES do
    for what = 0, #METHODS do try(system, nosy, where, what) end
  end
  system.scheduler:rebind(system.policy, "scheduler")
  deimos.close(nosy)
  link:unbind()
  module:unload()
  models.close(system)
end
print(("nosy: %d cases, %d calls refused"):format(cases, asked))
assert(asked > cases)
