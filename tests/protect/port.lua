-- SPDX-License-Identifier: MIT
-- Ports are open to ring 1 while a binding holds them, and only those.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil

local attack = require "attack"

local SCRATCH = 0x2ff                   -- of the second UART

local m = deimos.load("evil")
local binding = deimos.bind(m, "port", deimos.find("port"), "port")
local user, e = m:open("user"), m:open("evil")
assert(user.open(SCRATCH, 1) == 0)
assert(e["in"](SCRATCH) >= 0)
assert(user.open(0x10000, 1) == -24, "beyond the last port")
assert(user.open(0xffff, 2) == -24)
assert(user.open(0, 0) == -24)
for _, count in ipairs{ 0x10001, 0x20000, 0x80000000, 0xffffffff } do
  for _, first in ipairs{ 0, 5, SCRATCH, 0xffff, 0x10000, 0xffffffff } do
    assert(user.open(first, count) == -24, "a range that wraps")
  end
end
assert(user.open(SCRATCH, 1) == -7, "a port has one owner")

binding:unbind()
local ok, message = pcall(e["in"], SCRATCH)
assert(not ok and message:find("#GP(0x0)", 1, true), message)
deimos.close(user)
deimos.close(e)
m:unload()
attack.dies("in", "#GP(0x0)", SCRATCH)
print("ports: open while bound, and closed after")
