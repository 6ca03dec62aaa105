-- SPDX-License-Identifier: MIT
-- Ports for a task that is none, or that has none to give, are refused, and no
-- range of them stays taken.
-- expect: pass

local expect = require "expect"

local E <const>, is <const> = expect.E, expect.is
local FIRST <const>, COUNT <const> = 0x300, 2

local before = deimos.digest()
local port = deimos.find("port"):open("port")
local own = deimos.nmm.create_tss { space = deimos.nmm.UPS, cs = 0x19,
  ss = 0x21, eip = 0, esp = 0 }

for task, error in pairs { [0] = E.HANDLE, [0x19] = E.HANDLE,
    [0xffffffff] = E.HANDLE, [own] = E.INVALID } do
  local with_task = deimos.digest()
  is(port.open_task(task, FIRST, COUNT), error, task)
  is(deimos.digest(), with_task, "something is left")
  is(port.open(FIRST, COUNT), 0, "the range is taken")
  is(port.close(FIRST, COUNT), 0)
end
deimos.nmm.destroy_tss(own)
deimos.close(port)
is(deimos.digest(), before)
print("ports refused: none stays taken")
