-- SPDX-License-Identifier: MIT
-- The faults of a stranger's replacement policy: a page is evicted by it in
-- the workload as it is, and a trace is replayed under it.
-- machines: qemu-icount
-- modules: own_policy
-- options: arg.policies=clock,own_policy arg.cases=evict arg.samples=2
-- expect: pass
-- output: fault +evict +paged +x clean +p50 +%d+
-- output: fault +evict +paged/own_policy +x dirty +p50 +%d+
-- not: fault +pool

assert(loadfile("workloads/fault.lua"))()
local replay = require "trace"
local trace = replay.parse(("1\n2\n3\n"):rep(3), {})
-- In two frames the clock never has the page that comes next; the policy
-- keeps the first one.
assert(replay.replay(trace, 2, "clock").faults == 9)
assert(replay.replay(trace, 2, "own_policy").faults == 7)
