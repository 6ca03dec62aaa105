-- SPDX-License-Identifier: MIT
-- How a program for i386 runs on the host: plainly, or by an emulator of such
-- processes, where the kernel runs none (some virtual machines' do not). The
-- emulator puts libraries where AddressSanitizer has its shadow, and no debugger
-- can stop what it runs: memory errors and leaks are not looked for there.

local host = require "results.host"

local LOADER <const> = "/lib/ld-linux.so.2 --version"     -- is one, too
local CANNOT <const> = 126              -- the shell's status

local is_emulated = host.run(LOADER .. " >/dev/null 2>&1") == CANNOT

return {
  -- Shell words before a command line, which tell the program, too.
  prefix = is_emulated and "I386_EMULATED=1 qemu-i386 " or "",
  -- For the compiler: GS of a process there is the selector of Linux on i386; and
  -- without the sanitizer it takes some variables for uninitialized.
  flags = is_emulated and "-DHOST_GS=0x33 -Wno-maybe-uninitialized " or "",
  -- For -fsanitize.
  sanitizers = is_emulated and "undefined" or "address,undefined",
}
