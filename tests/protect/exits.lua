-- SPDX-License-Identifier: MIT
-- Every way out of ring 0, in every state that its caller can bring about:
-- flags, selectors, a stack or code that the call takes away, owners of the
-- fault that this makes. The caller is refused or dies.
-- machines: qemu-icount bochs
-- modules: exits
-- limit: 600
-- expect: pass

local exits = require "exits"

local KEEP <const>, STALE <const> = 0xffff, 0x0f
local UPS_DS <const>, GRAPH_DS <const>, UPS_CS <const> = 0x21, 0x2b, 0x19
local FIXED <const> = 2

local NAMES = { "context", "unknown", "address", "result", "others",
  "indirect", "missing", "undefined", "breakpoint", "faked", "divide",
  "enter", "spin" }                     -- of ways_table: see host/orders

-- Who gets the faults: nobody; the module, so that the core's own come by #DF.
local OWNERS = { none = {}, gp = { 13 }, step = { 1, 13 }, db = { 1 },
  all = { 1, 10, 11, 12, 13, 14 } }

local function own(list)
  return function(user)
    for _, n in ipairs(list) do assert(user.own(n) == 0) end
  end
end

-- data, extra, no task from then on; task: one is current before
local SELECTORS = {
  usual = { KEEP, KEEP }, null = { 0, 3 }, graph = { GRAPH_DS, GRAPH_DS },
  code = { UPS_CS, UPS_CS }, ups = { UPS_DS, UPS_DS },
  core = { 0x08, 0x10 }, ["local"] = { STALE, STALE, task = true },
  stale = { STALE, STALE, gone = 1, task = true },
}

local flags = { none = 0, all = 0x277d00 }
for name, bit in pairs(exits.flags) do flags[name] = bit end
flags["NT DF TF"] = 0x4500
local few = { none = 0, ["NT DF TF"] = 0x4500 }
local FULL = { usual = true, stale = true }

-- A module that a fault of its own kills leaves its task and LDT to the core.
for owner, list in exits.sorted(OWNERS) do
  for what, s in exits.sorted(SELECTORS) do
    local function prepare(user)
      own(list)(user)
      if s.task then assert(user.begin_task() == STALE) end
    end
    -- all pairs; of all three, those that have to do with each other
    local some = FULL[what] and flags or few
    for flag, bits in exits.sorted(some) do
      for i = 0, #NAMES do
        local name = ("%s %s %s %s"):format(NAMES[i] or "stub", flag, what,
          owner)
        if i == 0 then
          exits.case(name, prepare, "stub", bits | FIXED, s[1], s[2],
            s.gone or 0)
        else
          exits.case(name, prepare, "go", i - 1, bits | FIXED, s[1], s[2],
            s.gone or 0)
        end
      end
    end
  end
end

-- SS, CS, FS and GS of a segment that is there, and that is gone by the call
for owner, list in exits.sorted(OWNERS) do
  for flag, bits in exits.sorted(flags) do
    for _, method in ipairs { "on_segment", "in_segment" } do
      for destroy = 0, 1 do
        local name = ("%s %d %s %s"):format(method, destroy, flag, owner)
        exits.case(name, own(list), method, bits | FIXED, destroy)
      end
    end
    for way = -1, #NAMES - 2 do
      exits.case(("gone %d %s %s"):format(way, flag, owner), own(list),
        "gone", way, bits | FIXED)
    end
  end
end
exits.report()
