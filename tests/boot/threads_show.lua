-- SPDX-License-Identifier: MIT
-- The workload threads: two kinds of threads at once, and tasks in the place of coop
-- with clients inside; each client counts to the end, and nothing is left.
-- machines: qemu-icount bochs
-- expect: pass
-- output: coop: 5 threads; preempt: 5%s+tasks in the place of coop, with 5 threads
-- output: 5 threads inside%s+8 clients have counted to 40

deimos.snapshot("before")               -- the harness stays
local before = deimos.digest()
dofile("workloads/threads.lua")
assert(deimos.digest() == before, "something is left")
