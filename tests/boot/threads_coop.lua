-- SPDX-License-Identifier: MIT
-- Cooperative threads: waiting, joining, dying, policies that change.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: workers evil poison init_yield

local threads = require "threads"

threads.check("coop")

-- no switch inside an upcall of the core
local before = deimos.digest()
local t = threads.open("coop", "fifo")
local ok, message = pcall(deimos.load, "init_yield")
assert(not ok and message:find("-8", 1, true), message)
threads.close(t)
assert(deimos.digest() == before)
print("coop: all threads accounted for")
