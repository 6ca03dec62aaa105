-- SPDX-License-Identifier: MIT
-- Preemptive threads: the same, and the timer switches them.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: workers evil

local threads = require "threads"

threads.check("preempt")

-- neither yields nor waits: only the timer lets the second one run
local before = deimos.digest()
local t = threads.open("preempt", "fifo")
local spinning, setting = t.spawn("spin", 4), t.spawn("set", 5)
assert(t.c.join(spinning) == 4 and t.c.join(setting) == 5)
t.w.set(0)

-- the script is interrupted anywhere, its C library included
spinning = t.spawn("spin", 6)
local list = {}
for i = 1, 20000 do list[#list + 1] = ("%d %.14g"):format(i, i / 7) end
assert(#table.concat(list, " ") == 378880, #table.concat(list, " "))

-- a line of the timer leads into it as long as there are threads
t.link:unbind()
deimos.close(t.c)
local ok, message = pcall(t.kind.unload, t.kind)
assert(not ok and message:find("interrupt leads into", 1, true), message)
t.c = t.kind:open("concurrency")
t.w.set(1)
assert(t.c.join(spinning) == 6)
threads.close(t)
assert(deimos.digest() == before, "something is left")
print("preempt: all threads accounted for")
