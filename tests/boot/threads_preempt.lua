-- SPDX-License-Identifier: MIT
-- Preemptive threads: the same, and the timer switches them.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: workers evil poison

local threads = require "threads"

threads.check("preempt")

-- Little at a time: a heap that grows would show in the digest.
local function texts()
  local list = {}
  for i = 1, 200 do list[i] = ("%d %.14g"):format(i, i / 7) end
  collectgarbage()
  return table.concat(list, " ")
end

-- neither yields nor waits: only the timer lets the second one run
local before = deimos.digest()
local t = threads.open("preempt", "fifo")
local spinning, setting = t.spawn("spin", 4), t.spawn("set", 5)
assert(t.c.join(spinning) == 4 and t.c.join(setting) == 5)
t.w.set(0)

-- the script is interrupted anywhere, its C library included
local alone = texts()
spinning = t.spawn("spin", 6)
local tick = deimos.ticks()
for _ = 1, 60 do assert(texts() == alone) end
assert(deimos.ticks() - tick > 10, "no time for an interrupt")

-- a selector that goes while a thread has it: the thread's FS, and no more
local vga = deimos.bind(t.workers, "vga", deimos.find("vga"), "vga")
local holding = t.spawn("hold_selector")
for _ = 1, 30 do texts() end
assert(t.c.yield() == 0)
vga:unbind()
t.w.set(1)
assert(t.c.join(holding) == 0, "FS has what is gone")
assert(t.c.join(spinning) == 6)
t.w.set(0)
spinning = t.spawn("spin", 6)

-- a line of the timer leads into it as long as there are threads
t.link:unbind()
deimos.close(t.c)
local ok, message = pcall(t.kind.unload, t.kind)
assert(not ok and message:find("interrupt leads into", 1, true), message)
t.c = t.kind:open("concurrency")
t.w.set(1)
assert(t.c.join(spinning) == 6)
print(("preempt: %d turns, %d ticks"):format(t.w.counter(), deimos.ticks()))
threads.close(t)
assert(deimos.digest() == before, "something is left")
print("preempt: all threads accounted for")
