-- SPDX-License-Identifier: MIT
-- An emulator that asks to be started again is, once more a second, until it
-- does not ask, or has been tried often enough; a person's run is not.

local host = require "results.host"
local machines = require "results.boot.machines"
local machine = require "results.boot.machine"

local dir = host.scratch()
host.write(dir .. "/console.log", "DEIMOS-EXIT 16\n")

-- Started that often, if it asks `asks` times.
local function tries(asks, interactive)
  local count = 0
  machines.get = function()
    return {
      command = function()
        count = count + 1
        return { "sh", "-c", ("echo %s >&2; exit 33"):format(
          count <= asks and "busy" or "fine") }
      end,
      again = function(messages) return messages:find("busy", 1, true) end,
      stopped = function() end,
      agrees = function() return true end,
    }
  end
  machine.boot { machine = "none", dir = dir, limit = 5,
    interactive = interactive }
  return count
end

local run = host.run
local slept = 0
host.run = function(line, ...)
  if line ~= "sleep 1" then return run(line, ...) end
  slept = slept + 1
  return 0
end
for _, case in ipairs { { 0, 1 }, { 1, 2 }, { 3, 4 }, { 29, 30 }, { 99, 30 } } do
  slept = 0
  local got = tries(case[1])
  assert(got == case[2], ("asks %d times: %d tries"):format(case[1], got))
  assert(slept == got - 1, "it waits between two tries, and not behind them")
end
print("machine_again: 0, 1, 3, 29 and 99 times")
