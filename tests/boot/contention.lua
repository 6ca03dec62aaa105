-- SPDX-License-Identifier: MIT
-- The workload contention: the second is refused with the reason, and granted
-- once the first has gone.
-- machines: qemu-icount bochs
-- expect: pass
-- output: screen_text asks: granted
-- output: screen_plot asks: .-compatible.-"text" is bound
-- output: gives it back%s+screen_plot asks: granted
-- output: granted%s+screen_text asks: .-compatible.-"plot" is bound

deimos.snapshot("before")               -- the harness stays
local before = deimos.digest()
dofile("workloads/contention.lua")
assert(deimos.digest() == before, "something is left")
