-- SPDX-License-Identifier: MIT
-- The interactive shell on the first serial line: values, line editing,
-- history, incomplete chunks, errors that do not end it, help, the end.

local host = require "results.host"
local machine = require "results.machine"

local UP, LEFT, CTRL_A, CTRL_D = "\27[A", "\27[D", "\1", "\4"

local TYPED = {
  "\r6*7\r",
  "x = 'edt'" .. LEFT .. LEFT .. "i" .. CTRL_A .. "y = 1; " .. "\r", "x, y\r",
  "prii\bnt('back', 'space')\r",
  "error('an error')\r",
  "local a = \r", "  1 + 1 return a\r",
  "#deimos.graph().nodes > 3\r",
  "nil + 1\r",
  "help()\r",
  "'still ' .. 'alive'\r", UP .. "\r",
  CTRL_D,
}
local EXPECTED = {
  "\n42\n", "\nedit%s+1\n", "back%s+space", "an error\nstack traceback", "\n2\n", "\ntrue\n",
  "attempt to perform arithmetic on a nil value", "of these topics",
  "still alive\n.*still alive\n", "DEIMOS%-EXIT 16",
}

local build = host.build()
local dir = host.fresh(build .. "/run/shell-test")
host.write(dir .. "/typed", table.concat(TYPED))
local status = host.run(([[cat %s/typed | timeout -k 2 900 qemu-system-i386 \
  -M pc-i440fx-7.2 -cpu qemu32 -m 64 -accel tcg -nodefaults -display none \
  -no-reboot -device isa-debug-exit,iobase=0xf4,iosize=0x04 \
  -chardev stdio,id=tty,signal=off -serial chardev:tty \
  -kernel %s/deimos.elf -initrd %s/archive.tar -append 'shell=1' \
  >%s/console.log 2>%s/emulator.log]]):format(dir, build, build, dir, dir))
local console = machine.plain(host.read(dir .. "/console.log"))
assert(status == 33, ("status %d\n%s"):format(status, console))
for _, pattern in ipairs(EXPECTED) do
  assert(console:find(pattern), ("no '%s' in:\n%s"):format(pattern, console))
end
