-- SPDX-License-Identifier: MIT
-- A module that does not come back is killed; the script has its time to end.
-- machines: qemu-icount bochs
-- expect: fail
-- options: limit=1
-- second: 20000000
-- modules: evil
-- output: module 'evil' died: time limit at evil
-- output: backtrace: evil
-- output: time limit of 1 s exceeded

local m = deimos.load("evil")
local ok, message = pcall(m:open("user").spin)
print(ok, message)
