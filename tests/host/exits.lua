-- SPDX-License-Identifier: MIT
-- core/trap/README.md lists every instruction of the core that can leave it:
-- where, which, how many. The core, taken apart, has these and no others.

local host = require "results.host"

local CORE <const> = host.build() .. "/deimos.elf"
local LEAVES <const> = { iret = "IRET", iretl = "IRET", iretw = "IRET16",
  lret = "LRET", lretl = "LRET", lretw = "LRET16", retf = "LRET",
  ljmp = "LJMP", ljmpl = "LJMP", lcall = "LCALL", lcalll = "LCALL",
  sysexit = "SYSEXIT", sysexitl = "SYSEXIT", sysret = "SYSRET", rsm = "RSM",
  int = "INT", int3 = "INT3", into = "INTO", vmrun = "VMRUN" }

local function key(symbol, instruction)
  return symbol .. " " .. instruction
end

local function documented()
  local found = {}
  for line in io.lines("core/trap/README.md") do
    local symbol, instruction, times =
      line:match("^| `([%w_]+)` | (%u[%w ]*) | (%d+) |")
    if symbol then found[key(symbol, instruction)] = tonumber(times) end
  end
  return found
end

-- "0x1c" behind LRET: how many bytes it drops.
local function name(mnemonic, operand)
  local leave = LEAVES[mnemonic]
  local drops = leave == "LRET" and operand:match("%$(0x%x+)")
  return drops and ("%s %d"):format(leave, tonumber(drops)) or leave
end

local function found()
  local counts, symbol = {}, "?"
  for line in host.output("objdump -d " .. CORE):gmatch("[^\n]+") do
    symbol = line:match("^%x+ <([^>]+)>:") or symbol
    local mnemonic, operand = line:match("^ *%x+:\t[%x ]+\t([%w ]-%w+) *(.*)$")
    local leave = mnemonic and name(mnemonic, operand)
    if not leave and mnemonic then
      mnemonic, operand = line:match("^ *%x+:\t[%x ]+\t(%w+) *(.*)$")
      leave = name(mnemonic, operand)
    end
    if leave then
      local at = key(symbol, leave)
      counts[at] = (counts[at] or 0) + 1
    end
  end
  return counts
end

local listed, there, wrong = documented(), found(), 0

local function differ(at)
  print(("%s: listed %s, in the core %s"):format(at, listed[at] or "never",
    there[at] or "never"))
  wrong = wrong + 1
end

for at, times in pairs(there) do
  if listed[at] ~= times then differ(at) end
end
for at in pairs(listed) do
  if not there[at] then differ(at) end
end
assert(next(there), "objdump shows nothing")
local places = 0
for _ in pairs(there) do places = places + 1 end
print(("exits: %d places, %d not as listed"):format(places, wrong))
os.exit(wrong == 0 and 0 or 1)
