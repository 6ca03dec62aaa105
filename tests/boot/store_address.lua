-- SPDX-License-Identifier: MIT
-- A store, or a policy, that answers "bad address" is not taken for a client that
-- touches what it may not: the trap module is not asked, the client ends with that
-- reason on the console, and is not let try again for ever.
-- machines: qemu-icount
-- expect: pass
-- modules: faulty_store unprotect
-- output: page at 0x%x+: invalid

local models = require "models"

local E <const> = models.E
local ALWAYS <const>, FRAMES <const>, PAGES <const>, ROUNDS <const> = 2, 8, 12, 40

local system = models.open("preempt", { "paged" })
local t = system.paged
local control = t.module:open "paged"
assert(control.configure(FRAMES, 0, 0) == 0)
local trap = deimos.load "unprotect"
deimos.bind(trap, "memory", t.module, "memory")
local link = deimos.bind(t.module, "trap", trap, "trap")
local store = deimos.load "faulty_store"
deimos.bind(store, "real", t.store, "store")
t.at_store:rebind(store, "store")
local faulty = store:open "faulty"

local function run()
  return t.x.wait(t.x.exec("pounder", ROUNDS << 16 | PAGES << 8 | 1))
end

for n = 1, 6 do
  faulty.set(n, ALWAYS, E.ADDRESS)
  local got = run()
  assert(got == E.DIED or got == ROUNDS, got)
  assert(n > 1 or got == E.DIED, got)
  faulty.set(0, 0, 0)
  assert(run() == ROUNDS)
end
t.at_store:rebind(t.store, "store")
link:unbind()
deimos.close(faulty)
deimos.close(control)
store:unload()
trap:unload()
models.close(system)
print("a store's bad address is the store's")
