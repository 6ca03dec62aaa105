-- SPDX-License-Identifier: MIT
-- A task of ring 1 is left at the very end of its code segment, and on stacks
-- that are none; it is entered again in every way.
-- machines: bochs
-- modules: task_states victim two_tasks
-- limit: 300
-- second: 10000000
-- expect: pass

local exits = require "exits"
local tasks = require "task_states"

local KEEP <const>, UPS_DS <const>, FIXED <const> = tasks.KEEP, 0x21, 2
local POPF_JUMP <const> = 8             -- bytes: POPF, and the jump behind it
local FLAGS = { none = 0, NT = 0x4000, ["NT DF RF"] = 0x14400, TF = 0x100 }
local OWNERS = { none = {}, all = { 1, 10, 11, 12, 13, 14 } }
local STACKS <const> = { 0, 4, 0x93010, 0x93ffc, 0x7ffffffc, 0x80000000,
  0xfffffffc }
local DOES <const> = { "plain", "undefined", "returns", "gate", "spin" }

local function index(name)
  for i, way in ipairs(tasks.WAYS) do
    if way == name then return i end
  end
end

local function one(name, list, pages, way, entry, bits, esp)
  tasks.case(name, function(user)
    for _, n in ipairs(list) do assert(user.own(n) == 0) end
    assert(user.build(0, pages, tasks.CODE) > 0)
    user.hold_data(KEEP, KEEP, KEEP, KEEP)
    user.hold_stack(UPS_DS, esp)
    user.leave(tasks.way(way, entry), bits | FIXED, pages,
               pages > 0 and POPF_JUMP or 0)
    return user.enter(entry)
  end)
end

assert(deimos.machine().segment_limits)
tasks.with(function()
  for owner, list in exits.sorted(OWNERS) do
    for flag, bits in exits.sorted(FLAGS) do
      for entry, enters in ipairs(tasks.ENTRIES) do
        local name = ("%s %s %s"):format(enters, flag, owner)
        one("end " .. name, list, 1, 1, entry - 1, bits, 1)
        for _, esp in ipairs(STACKS) do
          for _, does in ipairs(DOES) do
            one(("%#x %s %s"):format(esp, does, name), list, 0, index(does),
                entry - 1, bits, esp)
          end
        end
      end
    end
  end
end)
