-- SPDX-License-Identifier: MIT
-- A script that is stuck in a C function of the library ends with a
-- traceback, too.
-- machines: qemu-icount bochs
-- expect: fail
-- options: limit=1
-- second: 20000000
-- output: time limit exceeded in a C function
-- output: in function 'string.find'
-- not: not reached

local subject = ("a"):rep(40)
local pattern = (".-"):rep(14) .. "b"
pcall(string.find, subject, pattern)
print("not reached")
