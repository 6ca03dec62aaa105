-- SPDX-License-Identifier: MIT
-- A pointer of the caller's that leads nowhere, given to each method of each
-- memory model that takes one, is the caller's error: the model lives on, its
-- client runs, and nothing is mapped. A method that is new has no row: it fails.
-- machines: qemu-icount bochs
-- expect: pass

local model = require "model"
local E <const> = require("models").E

local PAGE <const>, RW <const>, ALL <const>, AREA_MAP <const> = 4096, 3,
  0xffffffff, 4
local SEGMENT <const> = 32                      -- REGION_SEGMENT
-- P: where the pointer goes; S: a size beyond what it leads to.
local P <const>, S <const>, NAME <const> = {}, {}, "keep"
local NONE <const> = { create = true, destroy = true, run = true, unmap = true,
  protect = true, copy = true, release_frame = true }
local ups = deimos.machine().ups_size
local nmm, at = deimos.nmm, deimos.buffer(4)

-- Each method with its arguments: of spaces a and b, with memory at `one`. Sizes
-- that wrap, too.
local function calls(a, b, one)
  return {
    load = { { b, P } }, map = { { a, 0, PAGE, RW, P } },
    grow = { { a, PAGE, P } }, share = { { a, one, PAGE, b, RW, P } },
    attach = { { a, P, PAGE, RW, at }, { a, NAME, PAGE, RW, P } },
    read = { { a, one, P, 4 }, { a, one, P, PAGE }, { a, one, at, S } },
    write = { { a, one, P, 4 }, { a, one, P, PAGE }, { a, one, at, S } },
    usage = { { a, P }, { 0, P } }, export = { { a, P, 64 } },
    import = { { b, P } },
    fetch = { { a, AREA_MAP, one, P, 4 }, { a, AREA_MAP, one, at, S } },
    fill = { { a, AREA_MAP, one, P, 4 }, { a, AREA_MAP, one, at, S } },
  }
end

-- Addresses by what is there.
local function pointers(backed, bare, frames, segment)
  return {
    ["the last byte"] = ups - 1, ["the end"] = ups, ["the core"] = ups + PAGE,
    ["2 GiB"] = 0x80000000, ["4 GiB less a page"] = ALL - PAGE + 1,
    ["a wrap"] = ALL, ["what wraps"] = ALL - 2, ["no memory"] = bare,
    ["the end of none"] = bare + 2 * PAGE - 1, ["frames"] = frames,
    ["a segment"] = segment, ["the null page"] = PAGE - 1,
    ["beyond a region"] = backed + PAGE - 1,
  }
end

local SIZES <const> = { ["2 GiB less 1"] = 0x7fffffff, ["2 GiB"] = 0x80000000,
  ["4 GiB less a page"] = ALL - PAGE + 1, ["4 GiB less 4"] = ALL - 3,
  ["4 GiB less 1"] = ALL, ["the UPS"] = ups }

-- `flat` writes wherever the UPS has memory: a text that goes on behind it.
local function write_end(address)
  local it = model.load("flat")
  local m = it.module:open("memory")
  local space = m.create()
  assert(m.write(space, address, "x", 1) == 0)
  m.destroy(space)
  deimos.close(m)
  it:unload()
end

-- Where the memory of a segment lies: it has a region of the UPS.
local function make_segment()
  local segment = nmm.create_global_segment{ size = PAGE }
  local at = PAGE
  while at < ups do
    local info = nmm.query_region(nmm.UPS, at)
    if info.flags & SEGMENT ~= 0 then return segment, info.base end
    at = info.base + info.size
  end
  error("no such region")
end

-- A page with pages of no memory right behind it; frames; a segment.
local function make_regions()
  local bare, info = nmm.create_region{ size = 4 * PAGE }
  nmm.destroy_region(bare)
  local list, base = {}, info.base
  list[1] = nmm.create_region{ base = base, size = PAGE, flags = nmm.FIXED }
  list[2] = nmm.create_region{ base = base + PAGE, size = 2 * PAGE,
    flags = nmm.FIXED | nmm.SELF_BACKED }
  write_end(base + PAGE - 1)
  local frames, there = nmm.create_region{ size = PAGE, flags = nmm.FRAMES }
  list[3] = frames
  local segment, inside = make_segment()
  return list, pointers(base, base + PAGE, there.base, inside), segment
end

local function open(name)
  local it = model.load(name)
  local m = it.module:open("memory")
  local a, b = m.create(), m.create()
  assert(m.load(a, "hello") == 0)
  if name == "segmented" then assert(m.load(b, "hello") == 0) end
  assert(m.map(a, 0, 4 * PAGE, RW, at) == 0)
  return { name = name, it = it, m = m, a = a, b = b, one = at:u32(0) }
end

local function close(t)
  t.m.destroy(t.a)
  t.m.destroy(t.b)
  deimos.close(t.m)
  t.it:unload()
end

local function mapped(t)
  local usage = deimos.buffer(36)
  return t.m.usage(0, usage) == 0 and usage:u32(4)
end

local function with(list, pointer)
  local given = {}
  for i, value in ipairs(list) do
    given[i] = (value == P or value == S) and pointer or value
  end
  return given
end

local count, wrong = 0, {}

local function is_right(method, list, pointer, got)
  if got == E.NOT_APPLICABLE or got == E.ADDRESS then return true end
  return method == "attach" and list[2] == P and got == E.INVALID
end

-- One call; a model that died is loaded anew for the next.
local function try(t, method, list, what, pointer)
  local before = mapped(t)
  local alive, got = pcall(t.m[method], table.unpack(with(list, pointer)))
  local lives, after = pcall(mapped, t)
  count = count + 1
  if alive and lives and after == before and
    is_right(method, list, pointer, got) then return t end
  wrong[#wrong + 1] = ("%s.%s, %s (0x%x): %s%s"):format(t.name, method, what,
    pointer, tostring(got), lives and after and "" or ", and died")
  print(wrong[#wrong])
  if lives and after == before then return t end
  pcall(close, t)
  return open(t.name)
end

local function each(name, list)
  local t = open(name)
  for _, interface in ipairs(t.it.module:interfaces()) do
    for _, method in ipairs(interface.type == "memory" and interface.methods
      or {}) do
      local rows = calls(0, 0, 0)[method]
      assert(NONE[method] or rows, method .. ": not tried")
      for i in ipairs(rows or {}) do
        local row = calls(t.a, t.b, t.one)[method][i]
        for what, pointer in pairs(row[#row] == S and SIZES or list) do
          row = calls(t.a, t.b, t.one)[method][i]
          t = try(t, method, row, what, pointer)
        end
      end
    end
  end
  assert(t.m.map(t.a, 0, PAGE, RW, 0) == 0, "`at` may be NULL")
  assert(t.m.run(t.a, 0) >= 0, name .. ": its client does not run")
  close(t)
end

local before = deimos.digest()
local regions, list, segment = make_regions()
for _, name in ipairs{ "flat", "segmented", "segpaged", "paged" } do
  each(name, list)
end
for _, region in ipairs(regions) do nmm.destroy_region(region) end
nmm.destroy_global_segment(segment)
collectgarbage()
assert(#wrong == 0, ("%d of %d are not refused"):format(#wrong, count))
assert(deimos.digest() == before, "something is left")
print(("pointers: %d that lead nowhere, all refused"):format(count))
