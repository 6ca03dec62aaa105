-- SPDX-License-Identifier: MIT
-- What ring 1 learns of the core by instructions that are not privileged: what
-- core/README.md says ("Caveats"), and no more. LAR, LSL, VERR and VERW of all
-- 65,536 selectors answer for descriptors of ring 1 and 3 alone; RDPMC faults.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: looker

local expect = require "expect"

local SELECTORS <const> = 65536
-- ORDER tests/modules/looker.c
local LAR <const>, LSL <const>, VERR <const>, VERW <const> = 0, 1, 2, 3
-- GDT indices, as core/base/layout.h has the selectors.
local UPS_CS <const>, GRAPH <const>, THREAD <const> = 3, 5, 6
local TSS <const>, RETURN <const>, CONTEXT <const>, FAULT <const> = 7, 9, 11, 12
local GATES <const>, DEVICES <const> = 32, 32 + 2048 + 64
local TASKS <const> = DEVICES + 8 + 256
local SEGMENTS <const> = TASKS + 256

local m = deimos.load("looker")
local looker = m:open("looker")
local bits, words = deimos.buffer(SELECTORS // 8), deimos.buffer(64)

local function is_segment(index)
  return index >= UPS_CS and index <= THREAD or
    index >= DEVICES and index < DEVICES + 8 or
    index >= SEGMENTS and index < SEGMENTS + 64
end

local function is_task(index)
  return index == TSS or index >= TASKS and index < SEGMENTS
end

local function is_gate(index)
  return index == RETURN or index == CONTEXT or index == FAULT or
    index >= GATES and index < DEVICES
end

local MAY <const> = {
  [LAR] = function(i) return is_segment(i) or is_task(i) or is_gate(i) end,
  [LSL] = function(i) return is_segment(i) or is_task(i) end,
  [VERR] = is_segment,
  [VERW] = function(i) return is_segment(i) and i ~= UPS_CS and i ~= GRAPH end,
}

-- Where each selector of the GDT answers, by its index; RPL 0 and 1 alike.
local function answers(what)
  local count, found, seen = looker.scan(what, bits), {}, 0
  local text = bits:string()
  for byte = 1, #text do
    local b = text:byte(byte)
    for bit = 0, 7 do
      if b >> bit & 1 == 1 then
        found[(byte - 1) * 8 + bit] = true
        seen = seen + 1
      end
    end
  end
  assert(seen == count)
  return found, count
end

local function all(when)
  local counts = {}
  for what = LAR, VERW do
    local found, count = answers(what)
    for selector in pairs(found) do
      local index, where = selector >> 3, ("%s: %d of %#x"):format(when, what,
        selector)
      assert(selector & 4 == 0, where .. ": there is no LDT")
      assert(MAY[what](index), where)
      assert(selector & 3 <= 1 or index == GRAPH or index >= SEGMENTS, where)
    end
    counts[#counts + 1] = count
  end
  assert(counts[2] >= 12 and counts[3] >= 10, "it answers for nothing")
  print(("%s: LAR %d, LSL %d, VERR %d, VERW %d"):format(when,
    table.unpack(counts)))
end

all("as it is")
deimos.nmm.create_global_segment { size = 4096, type = "data", dpl = 3 }
deimos.nmm.create_ldt(8)
deimos.nmm.create_tss {}
all("with a segment, an LDT, a task")

looker.registers(words)
local base = deimos.graph().system.ups_base
expect.is(words:u32(8) & 0xffff, 0, "LDTR")
expect.is(words:u32(12) & 0xfffc, TSS * 8, "TR")
expect.is(words:u32(16) & 1, 1, "CR0.PE")
assert(words:u32(0) < base and words:u32(4) < base, "tables of the core")
expect.refused("#GP", looker.rdpmc)
print("disclosed: no more than is said")
