-- SPDX-License-Identifier: MIT
-- An NMI at ring 1 is a panic, not the death of the module that ran: a copy
-- of the kernel takes the first tick of the timer for one.

local host = require "results.host"
local machine = require "results.boot.machine"

local PUSH = "\x6a\x00\x6a%c"           -- a trap stub: error code, vector
local TIMER, NMI = PUSH:format(32), PUSH:format(2)
local EXPECTED = { "vector 2 NMI", "eip 0019:", "DEIMOS panic: NMI" ..
  "%(0x0%) at ring 1" }

local build = host.build()
local dir = host.fresh(build .. "/run/nmi")
local kernel = host.read(build .. "/deimos.elf")
local at = assert(kernel:find(TIMER, 1, true))
assert(not kernel:find(TIMER, at + 1, true), "two stubs of one vector")
host.write(dir .. "/deimos.elf",
  kernel:sub(1, at - 1) .. NMI .. kernel:sub(at + #NMI))

host.mkdir(dir .. "/boot")
local verdict, detail = machine.boot { machine = "qemu-icount",
  dir = dir .. "/boot", kernel = dir .. "/deimos.elf",
  archive = build .. "/archive.tar", append = "workload=bind", limit = 20 }
local console = machine.plain(host.read(dir .. "/boot/console.log"))
assert(verdict == "panic", console .. machine.describe(verdict, detail))
for _, pattern in ipairs(EXPECTED) do
  assert(console:find(pattern), ("no '%s' in:\n%s"):format(pattern, console))
end
print("nmi: a panic that says all")
