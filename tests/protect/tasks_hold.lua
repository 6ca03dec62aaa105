-- SPDX-License-Identifier: MIT
-- A task of ring 1 is left with every selector and flag that ring 1 can have;
-- what they name goes or becomes something else; the task is entered in every
-- way, and does what leads into the core. Who did it is refused or dies.
-- machines: qemu-icount bochs
-- modules: task_states victim two_tasks
-- options: arg.slow=24
-- limit: 600
-- second: 10000000
-- expect: pass

local exits = require "exits"
local tasks = require "task_states"

local KEEP <const>, SEGMENT <const> = tasks.KEEP, tasks.SEGMENT
local UPS_DS <const>, THREAD_DS <const>, FIXED <const> = 0x21, 0x31, 2
-- C, which needs DS and SS
local CALLS = { fails = true, orphan = true }
local CALLERS = { usual = true, es = true, fs = true, gs = true }

-- name: ds, es, fs, gs, ss, cs is the segment, pages, its type
local function data(...) return { ... } end
local HELD = {
  usual = { data = data(KEEP, KEEP, KEEP, KEEP) },
  null = { data = data(0, 3, 0, 3) },
  ds = { data = data(SEGMENT, KEEP, KEEP, KEEP), type = tasks.DATA },
  es = { data = data(KEEP, SEGMENT, KEEP, KEEP), type = tasks.DATA },
  fs = { data = data(KEEP, KEEP, SEGMENT, KEEP), type = tasks.DATA_ONLY },
  gs = { data = data(KEEP, KEEP, KEEP, SEGMENT), type = tasks.CODE },
  ss = { data = data(KEEP, KEEP, KEEP, KEEP), ss = SEGMENT,
    type = tasks.DATA },
  cs = { data = data(KEEP, KEEP, KEEP, KEEP), cs = true, type = tasks.CODE },
  all = { data = data(SEGMENT, SEGMENT, SEGMENT, SEGMENT), ss = SEGMENT,
    type = tasks.DATA },
  code = { data = data(0x19, 0x19, 0x19, 0x19) },
  graph = { data = data(0x2b, 0x2b, 0x2b, 0x2b) },
}

local function becomes(pages, type, dpl)
  return function(user) return user.become(pages, type, dpl) end
end
local function cli(user) return user.cli() end
local MEANWHILE = {
  nothing = function() return 0 end,
  paging = function(user) return user.paging(1) end,
  cli = cli,
}
local OF_SEGMENT = {
  gone = function(user) return user.gone() end,
  data = becomes(2, tasks.DATA, 1), short = becomes(1, tasks.DATA, 1),
  read = becomes(2, tasks.DATA_ONLY, 1), code = becomes(2, tasks.CODE, 1),
  execute = becomes(2, tasks.CODE_ONLY, 1), outer = becomes(2, tasks.DATA, 3),
  ["outer code"] = becomes(2, tasks.CODE, 3),
  ["short code"] = becomes(1, tasks.CODE, 1),
}
for name, f in pairs(MEANWHILE) do OF_SEGMENT[name] = f end

local OWNERS = { none = {}, all = { 1, 3, 10, 11, 12, 13, 14 } }
local flags = { none = 0, all = 0x277d00 }
for name, bit in pairs(exits.flags) do flags[name] = bit end
local names, turn = {}, 0
for flag in exits.sorted(flags) do names[#names + 1] = flag end

local function one(c, list, bits)
  local h, enters = c.held, c.entry - 1
  tasks.case(c.name, function(user)
    for _, n in ipairs(list) do assert(user.own(n) == 0) end
    assert(user.build(0, h.type and 2 or 0, h.type or 0) > 0)
    user.hold_data(table.unpack(h.data))
    user.hold_stack(h.ss or UPS_DS, 1)
    user.leave(tasks.way(c.way, enters), bits | FIXED, h.cs and 1 or 0, 0)
    local error = c.meanwhile(user)
    return error < 0 and error or user.enter(enters), c.meanwhile == cli
  end)
end

-- All flags and owners where nothing else is odd; else they take turns.
local function flagged(c, full)
  for owner, list in exits.sorted(OWNERS) do
    for n, flag in ipairs(names) do
      local name = ("%s %s %s"):format(c.name, flag, owner)
      turn = turn + 1
      if full or turn % 23 == 0 then
        one(setmetatable({ name = name }, { __index = c }), list,
            flags[names[n]])
      end
    end
  end
end

local function ways(what, h, then_, meanwhile)
  for way, does in ipairs(tasks.WAYS) do
    for entry, enters in ipairs(tasks.ENTRIES) do
      local c = { held = h, meanwhile = meanwhile, way = way, entry = entry,
        name = ("%s %s %s %s"):format(what, then_, enters, does) }
      if not CALLS[does] or CALLERS[what] then
        flagged(c, what == "usual" and then_ == "nothing")
      end
    end
  end
end

tasks.with(function()
  for what, h in exits.sorted(HELD) do
    for then_, meanwhile in exits.sorted(h.type and OF_SEGMENT or
                                         MEANWHILE) do
      ways(what, h, then_, meanwhile)
    end
  end
  -- What a register holds and has gone is null: no task dies of it.
  for _, what in ipairs { "ds", "es", "fs", "gs" } do
    for _, entry in ipairs { 1, 3, 4 } do
      local died = tasks.died
      one({ held = HELD[what], meanwhile = OF_SEGMENT.gone, way = 1,
            entry = entry, name = what .. " is null" }, {}, 0)
      assert(tasks.died == died, what .. ": the switch fails")
    end
  end
  tasks.case("live", function(user)
    assert(user.build(0, 1, tasks.DATA) > 0)
    assert(user.drops() == THREAD_DS)
    return FIXED | 0x200
  end)
end)
