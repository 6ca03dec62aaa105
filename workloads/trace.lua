-- SPDX-License-Identifier: MIT
-- How many page faults does a trace of page references take, with so many
-- frames and the clock policy? Pages are really touched, at ring 3.
--
--     make run WORKLOAD=workloads/trace.lua TRACE=<file> FRAMES=<n>
--
-- OPTIONS=arg.policy=fifo_replacement asks another policy. The numbers are page
-- numbers (OPTIONS=arg.unit=pages), or byte addresses:
-- OPTIONS="arg.unit=bytes arg.page=4096", with arg.base=16 if they are
-- hexadecimal without 0x.

local replay = require "trace"

local function bad(...)
  print("trace: " .. string.format(...))
  deimos.exit(0x13)
end

local text = deimos.archive("trace")
local frames = math.tointeger(tonumber(deimos.options["arg.frames"]))
if not text then bad("TRACE=<file>: which one?") end
if not frames or frames < 1 then bad("FRAMES=<n>: how many?") end

local function number(key)
  local given = deimos.options["arg." .. key]
  local value = math.tointeger(tonumber(given))
  if given and not value then bad("arg.%s=%s is not a number", key, given) end
  return value
end

local fine, trace = pcall(replay.parse, text, {
  unit = deimos.options["arg.unit"], page = number("page"),
  base = number("base") })
if not fine then bad("%s", (trace:gsub("^.*trace[.a-z]*: ", ""))) end
text = nil
local done, result = pcall(replay.replay, trace, frames,
  deimos.options["arg.policy"])
if not done then
  print(result)
  deimos.exit("fail")
end
print(("trace: %d references to %d pages, %d frames"):format(trace.count,
  trace.pages, frames))
print(("faults %d"):format(result.faults))
print(("writebacks %d"):format(result.writes))
