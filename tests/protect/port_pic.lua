-- SPDX-License-Identifier: MIT
-- Nobody opens the interrupt controllers' command ports, by which the timer's
-- ticks could be made to come as a double fault of the core; others are free.
-- expect: pass

local expect = require "expect"

local BUSY <const> = expect.E.BUSY
local PICS <const> = { 0x20, 0xa0 }
local SPAN <const>, EACH <const>, PORTS <const> = 32, 4, 1

local before <const> = deimos.digest()
local port <const> = deimos.find("port"):open("port")

for _, first in ipairs(PICS) do
  for p = first - 1, first + SPAN do
    local offset <const> = p - first
    local is_core = offset >= 0 and offset < SPAN and offset % EACH < PORTS
    expect.is(port.open(p, 1), is_core and BUSY or 0, ("port %x"):format(p))
    if not is_core then expect.is(port.close(p, 1), 0) end
  end
  expect.is(port.open(first - 1, 2), BUSY)
end
expect.is(port.open(0, 0x10000), BUSY)
expect.is(port.open(0, 0x20), 0)
expect.is(port.open(0xc0, 0x10000 - 0xc0), 0)
expect.is(port.close(0, 0x20), 0)
expect.is(port.close(0xc0, 0x10000 - 0xc0), 0)
deimos.close(port)
expect.is(deimos.digest(), before)
print("the interrupt controllers stay the core's")
