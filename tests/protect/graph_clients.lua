-- SPDX-License-Identifier: MIT
-- The system graph is read by all and written by the core alone: no client and no
-- module of ring 1 writes it, by its segment or, where no limit is checked, by a
-- distance from its own; and beside its pages nothing can be read.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil

local attack = require "attack"
local matrix = require "matrix"

local GRAPH <const>, PAGE <const>, MAGIC <const> = 0x2b, 4096, 0x31524744
local CORE <const>, TABLE <const> = 0x110000, 4 << 20
local SLICE <const> = 8 << 20           -- ORDER modules/models/segpaged/model.h
local GP <const>, PF <const> = 13, 14
local READ <const> = matrix.USER | matrix.PRESENT
local WRITE <const> = READ | matrix.WRITE

local limits = deimos.machine().segment_limits
local ups = deimos.machine().ups_base

-- What `act` makes of a module that has no scruples.
local function by_evil(act)
  local m = deimos.load("evil")
  local e = m:open("evil")
  local result = act(e)
  deimos.close(e)
  m:unload()
  return result
end

local function word(offset)
  return by_evil(function(e) return e.read_through(GRAPH, offset) end)
end

local SIZE <const> = word(8)
assert(word(0) == MAGIC and SIZE % PAGE == 0)

-- Where it lies: what a module without a limit finds in the core.
local function place()
  return by_evil(function(e)
    local at = CORE
    while e.read(at - ups & 0xffffffff) ~= MAGIC do at = at + PAGE end
    return at
  end)
end

local at = not limits and place()
local offsets = { 0, PAGE, SIZE // 2 & -PAGE, SIZE - PAGE, SIZE - 256 }

-- All that ring 1 has: the segment, and where no limit is checked its own.
local function modules()
  for _, offset in ipairs(offsets) do
    attack.dies("write_through", limits and "#GP(0x0)" or "#PF(0x3)", GRAPH,
      offset)
    if at then
      attack.dies("write", "#PF(0x3)", at + offset - ups & 0xffffffff)
    end
  end
end

-- By its segment.
local function by_segment(t)
  for _, offset in ipairs(offsets) do
    matrix.succeeds(t, "graph_read", offset)
    matrix.dies(t, "graph_write", limits and GP or PF, limits and 0 or WRITE,
      offset)
  end
  for _, offset in ipairs { SIZE, SIZE + PAGE, -PAGE & 0xffffffff } do
    for _, what in ipairs { "read", "write" } do
      matrix.dies(t, "graph_" .. what, limits and GP or PF, limits and 0
        or what == "read" and READ or WRITE, offset)
    end
  end
end

-- By a distance, where no limit is checked.
local function by_distance(t, base)
  local function try(what, where, code)
    where = where - base & 0xffffff00
    if code then return matrix.dies(t, what, PF, code, where) end
    matrix.succeeds(t, what, where)
  end
  for _, offset in ipairs(offsets) do
    try("read", at + offset)
    try("write", at + offset, WRITE)
  end
  try("execute", at + SIZE, READ)
  for page = 0, TABLE - PAGE, 61 * PAGE do
    local inside = page >= at and page < at + SIZE
    try("read", page, not inside and READ or nil)
    try("write", page, WRITE)
  end
  for _, page in ipairs { at - PAGE, at + SIZE } do
    try("read", page, READ)
    try("write", page, WRITE)
  end
end

local before = deimos.digest()
local BASES <const> = { segpaged = deimos.nmm.WINDOW_BASE,
  paged = deimos.nmm.WINDOW_BASE }
for _, name in ipairs { "segmented", "segpaged", "paged" } do
  local t = matrix.open(name)
  if name == "segmented" then
    if limits then by_segment(t) end    -- else nothing is protected yet
    deimos.nmm.paging(true)
  end
  modules()
  by_segment(t)
  if at and BASES[name] then
    local holder = name == "segpaged" and t.model.create()  -- slice 0
    by_distance(t, BASES[name] + (holder and SLICE or 0))
    if holder then t.model.destroy(holder) end
  end
  if name == "segmented" then deimos.nmm.paging(false) end
  matrix.close(t)
  print(name, "reads it, and writes nothing of it")
end
assert(word(0) == MAGIC and word(SIZE - 4) == 0)
assert(deimos.digest() == before, "digest")
