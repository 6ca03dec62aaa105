-- SPDX-License-Identifier: MIT
-- A script that runs too long ends with a traceback, whatever it catches.
-- machines: qemu-icount bochs
-- expect: fail
-- options: limit=1
-- second: 20000000
-- output: time limit of 1 s exceeded
-- output: spin
-- not: not reached

local function spin()
  while true do pcall(function() while true do end end) end
end

spin()
print("not reached")
