-- SPDX-License-Identifier: MIT
-- The paged model on the least machine: 16 MiB, a 486 without a TSC.
-- machines: qemu-icount
-- memory: 16
-- cpu: 486
-- expect: pass

local trace = require "trace"

local model, store, clock = deimos.load("paged"), deimos.load("store_ram"),
  deimos.load("clock")
deimos.bind(model, "store", store, "store")
local policy = deimos.bind(model, "replacement", clock, "replacement")
deimos.bind(clock, "frames", model, "frames")
local memory = model:open("memory")
local space = memory.create()
assert(space > 0, space)
assert(memory.load(space, "hello") == 0)
assert(memory.run(space, 6) == 6)
assert(memory.destroy(space) == 0)
deimos.close(memory)
policy:unbind()
clock:unload()
model:unload()
store:unload()

local got = trace.replay(trace.parse("1 w\n2\n3 w\n1\n2\n3\n"), 2)
assert(got.faults == 6 and got.writes == 2, got.writes)
print("paged_small: ok")
