-- SPDX-License-Identifier: MIT
-- A misspelt setting on make's command line is refused, with the one that may
-- be meant and all that there are; what is known reaches the tools as it is,
-- and a wrong value of one is refused with the values that there are.

local host = require "results.host"

-- Without what the make that runs the tests hands on.
local MAKE <const> = "env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS "
  .. "make --no-print-directory "

local function make(words)
  local out = host.output(MAKE .. host.command(words) .. ' 2>&1; echo "s $?"')
  return tonumber(out:match("s (%d+)$")), out
end

-- What is given, and the name that it is near.
local WRONG <const> = {
  { "WROKLOAD=x", "WORKLOAD" }, { "WORKLOD=x", "WORKLOAD" },
  { "MACHNE=bochs", "MACHINE" }, { "MACHINES=bochs", "MACHINE" },
  { "workload=x", "WORKLOAD" }, { "machine=bochs", "MACHINE" },
  { "Options=limit=3", "OPTIONS" }, { "OPTION=a", "OPTIONS" },
  { "MODULE=a.c", "MODULES" }, { "LIMITS=3", "LIMIT" }, { "hard=1", "HARD" },
  { "TRACES=x", "TRACE" }, { "FRAME=3", "FRAMES" }, { "JOB=2", "JOBS" },
  { "BOOOT=iso", "BOOT" }, { "WROKLOAD:=x", "WORKLOAD" },
  { "it's=x" }, { "SOMETHING_ELSE=1" }, { "$x=1" },
}
for _, case in ipairs(WRONG) do
  for _, goal in ipairs { "bench", "run", "help" } do
    local status, out = make { goal, case[1] }
    local name = case[1]:match("^(.-):?=")
    assert(status == 2 and out:find(name .. ": no such setting", 1, true)
      or name:find("$", 1, true) and status == 2, case[1] .. ": " .. out)
    assert(not case[2] or out:find("did you mean " .. case[2] .. "?", 1, true),
      out)
    assert(name:find("$", 1, true) or out:find("Settings: MACHINE WORKLOAD "
      .. "OPTIONS", 1, true), out)
  end
end

local status, out = make { "help", "V=1", "JOBS=3", "HARD=", "MODULES=",
  "CC=gcc", "LD=ld -m elf_i386", "PACKAGES=gcc", "WORKLOAD=a b'\"$x;*",
  "OPTIONS=arg.x=\"a b\" limit=3", "T=^host/x$", "MEM=64", "CPU=486" }
assert(status == 0 and out:find("make TARGET", 1, true), out)

-- Character for character, and a value that is wrong says which are right.
local ODD <const> = "a b'\"$x;*`"
status, out = make { "run", "WORKLOAD=" .. ODD }
assert(status ~= 0 and out:find(("no file '%s'"):format(ODD), 1, true), out)
for _, goal in ipairs { "run", "bench", "graph" } do
  status, out = make { goal, "MACHINE=foo", "WORKLOAD=smoke" }
  assert(status ~= 0 and out:find("no machine 'foo'; there are: qemu-icount "
    .. "qemu-tcg qemu-kvm bochs pentium i486", 1, true), out)
end
print("settings: known ones pass, others are refused")
