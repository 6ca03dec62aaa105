-- SPDX-License-Identifier: MIT
-- An owner of a line that leaves its handler with odd flags, or dies there in an
-- odd way, harms nobody but itself: neither what it has interrupted nor the other
-- owners.
-- machines: qemu-icount bochs
-- expect: pass
-- second: 10000000
-- modules: bell rude

local bells = require "bells"

-- In the order of rude_ways (modules/rude.c).
local WAYS <const> = { "frame", "jump", "ud", "gp", "wild", "lost", "stack", "ss",
  "nt" }
local NONE <const>, TF <const> = 2, 0x102
local FLAGS <const> = { NONE, TF, 0x402, 0x4002, 0x40002, 0x3002, 0x257d02 }

local interrupt <const> = deimos.find "interrupt"
local before <const> = deimos.digest()
local idle <const> = bells.load()
bells.heed(idle)

-- IRET with whatever flags; a jump, unless it is stopped by a step.
local function lives(way, flags)
  return way == "frame" or (way == "jump" and flags & TF ~= TF)
end

local cases = 0
local function try(way, flags)
  local what <const> = ("%s, flags %x"):format(WAYS[way], flags)
  local m <const> = deimos.load "rude"
  local face <const> = m:open "rude"
  local line <const> = deimos.bind(m, "interrupt", interrupt, "interrupt")
  local deaths <const> = deimos.machine().deaths
  assert(face.attach(way - 1, flags) == 0)
  local ok, bits = pcall(idle.face.keep, 3)
  assert(ok, what .. ": " .. tostring(bits))
  assert(bits == 0, ("%s: bits %x are wrong"):format(what, bits))
  local died <const> = deimos.machine().deaths - deaths
  assert(died == (lives(WAYS[way], flags) and 0 or 1), what .. ": " .. died)
  assert(pcall(face.count) == (died == 0), what .. ": another died")
  if died == 0 then line:unbind() end
  deimos.close(face)
  m:unload()
  cases = cases + 1
end

local function all(where)
  for way = 1, #WAYS do
    for _, flags in ipairs(FLAGS) do try(way, flags) end
  end
  bells.all_hear(where, idle.face.spin)
end

all "alone"
bells.ring(1)
all "beside another"
bells.silence(1)
deimos.close(idle.face)
idle.module:unload()
assert(deimos.digest() == before, "something is left")
print(("%d rude owners harmed nobody"):format(cases))
