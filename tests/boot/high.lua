-- SPDX-License-Identifier: MIT
-- Modules, stacks and buffers above 2 GiB, where an address is a negative
-- number to whoever forgets: loaded, bound, rebound, called, unloaded.
-- machines: qemu-icount
-- memory: 3072
-- expect: pass

local points = require "points"

local HALF <const> = 0x80000000
local nmm = deimos.nmm

local low = nmm.create_region{ size = HALF - 0x1000000, flags = nmm.FRAMES }
-- What is left below is taken by pieces, until one lies above.
local pieces, base = {}, 0
while base < HALF do
  local region, info = nmm.create_region{ size = 0x100000 }
  pieces[#pieces + 1], base = region, info.base
end

local first, second = deimos.load("null"), deimos.load("null")
assert(points.node(first).base > HALF and points.node(second).base > HALF)
local null = first:open("null")
assert(null.null() == 1 and null.null() == 2)
deimos.close(null)
local subject = deimos.load("bench_call")
assert(points.node(subject).base > HALF)
local row = deimos.experiment{ experiment = "call", case = "near",
  module = subject, interface = "near", samples = 5 }
assert(row.verified)
subject:unload()

local client, threads = deimos.load("preempt"), deimos.load("fifo")
local binding = deimos.bind(client, "scheduler", threads, "scheduler")
binding:rebind(threads, "scheduler")
binding:unbind()
for _, m in ipairs{ first, second, client, threads } do m:unload() end
for _, piece in ipairs(pieces) do nmm.destroy_region(piece) end
nmm.destroy_region(low)
print("high: ok")
