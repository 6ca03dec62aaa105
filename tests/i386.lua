-- SPDX-License-Identifier: MIT
-- Before the command line of a program for i386: nothing, or an emulator of such
-- processes, where the kernel runs none (some virtual machines' do not). There no
-- debugger can stop one, so leaks are not looked for.

local host = require "results.host"

local LOADER <const> = "/lib/ld-linux.so.2 --version"     -- is one, too
local CANNOT <const> = 126              -- the shell's status
local EMULATOR <const> = "ASAN_OPTIONS=detect_leaks=0 qemu-i386 "

local M = {}

-- prefix: shell words, or "".
function M.prefix()
  return host.run(LOADER .. " >/dev/null 2>&1") == CANNOT and EMULATOR or ""
end

return M
