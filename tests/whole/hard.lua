-- SPDX-License-Identifier: MIT
-- The worst-case build, which takes some 10 s, and what only it can show:
-- memory that is exhausted at each allocation in turn.

local host = require "results.host"

local SKIP <const> = 77

if host.build():find("hard") then
  print("this is the HARD build: boot/exhaust runs by itself")
  os.exit(SKIP)
end

local log = host.scratch() .. "/log"
local status = host.run(("env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS "
  .. "make --no-print-directory JOBS=2 HARD=1 T=boot/exhaust test >%s 2>&1")
  :format(log))
local text = host.read(log)
assert(status == 0 and text:find("%f[%d][1-9]%d* passed, 0 failed"), text)
print("hard: the allocations that fail are all told")
