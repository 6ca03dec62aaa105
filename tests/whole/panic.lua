-- SPDX-License-Identifier: MIT
-- An unexpected trap in the core is a panic: the same report as for a module,
-- and an exit code of its own. A copy of the kernel gets an invalid opcode
-- planted in a function that runs late in the boot.

local host = require "results.host"
local machine = require "results.boot.machine"

local FUNCTION = "clock_init"
local UD2 = "\x0f\x0b"
local EXPECTED = {
  "vector 6 #UD", "error 0x00000000", "eip 0008:", "eax %x+",
  "backtrace: core 0x%x+ < core 0x%x+", "DEIMOS panic: #UD%(0x0%) in the core",
}

local build = host.build()
local dir = host.fresh(build .. "/run/panic")
local kernel = host.read(build .. "/deimos.elf")

-- Where the function lies in the file: address - segment's address + offset.
local address = tonumber(host.output(("nm %s/deimos.elf | grep ' T %s$'")
  :format(build, FUNCTION)):match("^%x+"), 16)
local offset, base = host.output(("readelf -lW %s/deimos.elf | grep LOAD")
  :format(build)):match("LOAD +0x(%x+) 0x(%x+)")
local at = address - tonumber(base, 16) + tonumber(offset, 16)
host.write(dir .. "/deimos.elf",
  kernel:sub(1, at) .. UD2 .. kernel:sub(at + #UD2 + 1))

host.mkdir(dir .. "/boot")
local verdict, detail = machine.boot { machine = "qemu-icount",
  dir = dir .. "/boot", kernel = dir .. "/deimos.elf",
  archive = build .. "/archive.tar", append = "workload=smoke", limit = 20 }
local console = machine.plain(host.read(dir .. "/boot/console.log"))
assert(verdict == "panic", console .. machine.describe(verdict, detail))
for _, pattern in ipairs(EXPECTED) do
  assert(console:find(pattern), ("no '%s' in:\n%s"):format(pattern, console))
end
print("panic: it says all")
