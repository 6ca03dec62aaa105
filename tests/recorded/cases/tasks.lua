-- SPDX-License-Identifier: MIT
-- task_states: each way to end a case.
-- modules: task_states victim two_tasks
-- second: 10000000

local tasks = require "task_states"

local UPS_DS <const>, FIXED <const>, CLI <const> = 0x21, 2, "halt"
local OWNED <const> = { 1, 3, 10, 11, 12, 13, 14 }

local function case(way, entry, list, held)
  local does
  for i, name in ipairs(tasks.WAYS) do
    if name == way then does = i end
  end
  tasks.case(("%s by %s"):format(way, tasks.ENTRIES[entry + 1]), function(user)
    for _, n in ipairs(list) do assert(user.own(n) == 0) end
    assert(user.build(0, 2, tasks.DATA) > 0)
    user.hold_data(held, held, tasks.KEEP, tasks.KEEP)
    user.hold_stack(UPS_DS, 1)
    user.leave(tasks.way(does, entry), FIXED, 0, 0)
    local error = way == CLI and user.cli() or 0
    return error < 0 and error or user.enter(entry), way == CLI
  end)
end

tasks.with(function()
  for entry = 0, #tasks.ENTRIES - 1 do
    case("plain", entry, {}, tasks.KEEP)
    case("undefined", entry, OWNED, tasks.KEEP)
  end
  for i, way in ipairs(tasks.WAYS) do
    if way ~= "fails" and way ~= "orphan" then
      case(way, i % #tasks.ENTRIES, i % 2 == 0 and OWNED or {}, i % 3 == 0 and
        tasks.SEGMENT or tasks.KEEP)
    end
  end
end)
print(tasks.KEEP, tasks.SEGMENT, tasks.STALE, tasks.FAR, tasks.CODE, tasks.CODE_ONLY,
  tasks.DATA, tasks.DATA_ONLY, tasks.GATE)
