-- SPDX-License-Identifier: MIT
-- Descriptions that are wrong: those of a client with lent, shared and own
-- memory, with words and names of it changed by chance. A model refuses one,
-- and changes nothing, or builds a space by it that can be told, filled and
-- given back, and that writes nothing which was lent to read.
-- modules: client_keeper
-- machines: qemu-icount bochs
-- limit: 120

local memory = require "memory"
local models = require "models"
local points = require "points"

local CASES <const> = tonumber(deimos.options["arg.cases"]) or 120
local SEED <const> = tonumber(deimos.options["arg.seed"]) or 1
local PAGE <const>, R <const>, RW <const> = 4096, 1, 3
local NAME <const>, HEAD <const>, AREA <const> = 32, 60, 108
local WORDS <const> = 10                -- of an area, before its object
local COUNT <const> = HEAD - 4
local BEFORE <const>, LENT <const> = ("kept"):rep(8), ("lent"):rep(8)

local random <const> = points.random(SEED)
local ODD <const> = { 0, 1, 2, 3, 4, 7, 8, 0xffffffff, 0x7fffffff, 0x80000000,
  4095, 4096, 4097, 0xfffff000, 0xffffe000, 0x800000, deimos.nmm.WINDOW_BASE,
  deimos.machine().ups_size, 0x80000000 | 0x27 << 16 }

local function open(name)
  local whole <const> = require("model").load(name)
  local m <const> = memory.open(whole.module)
  return { whole = whole, m = m, raw = m.raw, name = name }
end

-- A client that has a bit of everything; what the model does not have is left
-- out.
local function build(t)
  local m <const> = t.m
  local lender <const>, a <const> = m.create(), m.create()
  m.load(lender, "client_keeper")
  m.load(a, "client_keeper")
  t.at = m.grow(lender, PAGE)
  m.write(lender, t.at, LENT)
  pcall(m.share, lender, t.at, 100, a, R)
  pcall(m.attach, a, "told", 200, RW)
  pcall(m.map, a, 0, 2 * PAGE, RW)
  pcall(m.grow, a, PAGE)
  t.lender, t.template = lender, m.export(a).buffer
  t.size = HEAD + AREA * t.template:u32(COUNT)
  t.text = t.template:string(0, t.size)
  m.destroy(a)                          -- flat gives its addresses again
end

-- One change: a word, or bytes of a name. An object of another name stays when
-- the space has ended: `t.more`.
local function change(buffer, t)
  local areas <const> = (t.size - HEAD) // AREA
  local which <const> = random(8)
  if which == 0 then
    return buffer:fill(random(4) == 0 and "\0" or string.char(65 + random(60)),
      random(NAME))
  elseif which == 1 then
    buffer:u32(NAME + 4 * random(7), ODD[1 + random(#ODD)])
    return
  end
  local at <const> = HEAD + AREA * random(areas)
  local word <const> = at + (random(11) < WORDS and 4 * random(WORDS)
    or AREA - 4)
  local kind <const> = random(4)
  if kind == 0 then
    buffer:u32(word, ODD[1 + random(#ODD)])
  elseif kind == 1 then
    buffer:u32(word, buffer:u32(word) + ({ 1, -1, 4, 4096, -4096 })[
      1 + random(5)] & 0xffffffff)
  elseif kind == 2 then
    buffer:u32(word, buffer:u32(HEAD + AREA * random(areas) +
      4 * random(WORDS)))
  else
    buffer:fill(string.char(65 + random(60)), at + 4 * WORDS + random(64))
    t.more = true
  end
end

local function is_text(d, address)
  for _, area in ipairs(d.areas) do
    if area.kind == "text" and address - area.address >= 0 and
        address - area.address < area.size then
      return true
    end
  end
end

-- What was built can be told, and is only what its owner may give.
local function inspect(t, b, n)
  local m <const>, areas <const> = t.m, t.raw.export(b, 0, 0)
  assert(areas >= 0, n)
  local d <const> = m.export(b)
  assert(d.program == "" or is_text(d, d.entry), n .. ": entry")
  for _, area in ipairs(d.areas) do
    assert(area.access & ~area.most == 0 or area.kind == "text", n)
    if area.kind ~= "text" and area.kind ~= "stack" then
      t.raw.write(b, area.address, BEFORE, math.min(area.size, #BEFORE))
    end
  end
  assert(m.read(t.lender, t.at, #LENT) == LENT, n .. ": it writes what is lent")
end

local function one(t, n)
  local buffer <const> = deimos.buffer(t.size)
  buffer:fill(t.text)
  local changes <const> = 1 + random(3)
  t.more = false
  for _ = 1, changes do change(buffer, t) end
  local b <const> = t.m.create()
  local said <const> = t.raw.import(b, buffer)
  t.more = t.more and said == 0
  if said == 0 then
    t.built = t.built + 1
    inspect(t, b, t.name .. " " .. n)
  else
    assert(said < 0, said)
    assert(t.raw.export(b, 0, 0) == 0, n .. ": refused, and something is there")
    t.why[said] = (t.why[said] or 0) + 1
  end
  t.m.destroy(b)
end

-- Frames of paged's are where they are; the rest is as before.
local function state(t)
  local usage <const> = t.m.usage(0)
  return ("%d %d %x"):format(usage.spaces, usage.mapped,
    t.name == "paged" and 0 or deimos.digest())
end

for _, name in ipairs(models.ALL) do
  local digest <const> = deimos.digest()
  local t <const> = open(name)
  t.built, t.why = 0, {}
  build(t)
  one(t, 0)
  collectgarbage()
  local before = state(t)
  for n = 1, CASES do
    one(t, n)
    local after <const> = state(t)
    assert(t.more or after == before, name .. " " .. n .. ": not as before")
    before = after
  end
  t.m.destroy(t.lender)
  t.m.close()
  t.whole:unload()
  collectgarbage()
  assert(deimos.digest() == digest, name)
  local list = {}
  for said, count in pairs(t.why) do
    list[#list + 1] = ("%d %s"):format(count, deimos.error_text(said))
  end
  table.sort(list)
  print(("%s: %d built; %s"):format(name, t.built, table.concat(list, "; ")))
end
