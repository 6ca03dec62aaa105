-- SPDX-License-Identifier: MIT
-- Code of ring 1 that asks for owners of lines by itself, or jumps into the code
-- that does, with any stack, flags and words: it may die of that; the core lives,
-- and the owners hear each tick.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 100
-- second: 10000000
-- modules: bell beggar

local bells = require "bells"

-- As modules/beggar.c has them.
local UPS_DS <const>, NONE <const> = 0x21, 2
-- Instructions of that code, from its INT on (core/ups/runtime.S): its labels, and
-- what lies between them.
local LABELS <const> = { -0x39, -0x32, -0x2f, -0xb, 0, 2, 9, 13, 14, 15 }
local OTHERS <const> = { -0x38, -0x34, -0x31, -0x2e, -0x2d, -0x2c, -0x2a, -0x28,
  -0x26, -0x24, -0x22, -0x20, -0x1b, -0x1a, -0x19, -0x18, -0x17, -0x13, -0x12,
  -4, 0x16, 0x1a, 0x21, 0x23, 0x4a, 0x4e, 0x52, 0x56 }
local FLAGS <const> = { NONE, 0x102, 0x402, 0x4002, 0x40002, 0x257fd7 }

local before <const> = deimos.digest()
local idle <const> = bells.load()
bells.heed(idle)
bells.ring_all()

local cases, deaths = 0, 0
local beggar, face
local function renew()
  if beggar then
    deimos.close(face)
    beggar:unload()
  end
  beggar = deimos.load "beggar"
  face = beggar:open "beggar"
end
renew()

local function try(method, ...)
  cases = cases + 1
  local ok, why = pcall(face[method], ...)
  if not ok then
    assert(tostring(why):find("died", 1, true), why)
    assert(not pcall(face.edge), method .. ": another died")
    deaths = deaths + 1
    renew()
  end
  return ok
end

local function heard(where)
  bells.all_hear(where, idle.face.spin)
end

for _, flags in ipairs(FLAGS) do
  for offset = 2048, 2055 do try("ask", offset, UPS_DS, flags) end
  for _, esp in ipairs { 0, 4, 8, 11, 0xffffffff, 0xfffffffc, 0x80000000,
      0x7ffffffc, 0xf0000000 } do
    try("ask_at", esp, flags)
  end
end
heard "odd stacks"
print("stacks", cases, deaths)

for _, flags in ipairs(FLAGS) do
  for _, distance in ipairs(LABELS) do try("enter", distance, 0, flags) end
end
-- There IRET may find other words as EFLAGS, with VM: some emulators obey.
for _, distance in ipairs(deimos.machine().iret_checked and OTHERS or {}) do
  try("enter", distance, 0, NONE)
end
heard "jumps"
print("jumps", cases, deaths)

for _, word in ipairs { 0xfffdffff, 0x1000, 0x80000000, 4, 0x21 } do
  for _, distance in ipairs(LABELS) do try("enter", distance, word, NONE) end
end
heard "words"
print("words", cases, deaths)

deimos.nmm.paging(true)
for k = 0, 256, 4 do try("ask_at", face.edge() + k, NONE) end
deimos.nmm.paging(false)
heard "edges"
print("edges", cases, deaths)

bells.silence_all()
deimos.close(face)
beggar:unload()
deimos.close(idle.face)
idle.module:unload()
assert(deimos.digest() == before, "something is left")
print(cases .. " beggars, " .. deaths .. " have died")
