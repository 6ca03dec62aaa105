-- SPDX-License-Identifier: MIT
-- One guest test on one machine: boots a script and compares how it ended,
-- and what it printed, with the script's header.
--
--   lua5.4 tests/guest.lua tests/boot/NAME.lua MACHINE

local guest = require "tests.guest_header"
local host = require "results.host"
local job = require "results.boot.job"
local machine = require "results.boot.machine"

local SKIP = 77
local END <const> = 4000                -- of a console: its last lines

local path, name = arg[1], arg[2]
local header = guest.read(path)
if header.wrong then host.fail(1, "%s: %s", path, header.wrong) end

local function given(text)
  return text ~= "" and text or nil
end

local dir = host.claim(("%s/run/%s-%s"):format(host.build(),
  path:gsub("[^%w]", "-"), name))
local verdict, detail = job.start {
  machine = name, workload = path, name = "test-" .. host.stem(path),
  dir = dir, limit = tonumber(header.limit), boot = header.boot,
  memory = tonumber(header.memory), cpu = given(header.cpu),
  options = given(header.options), second = tonumber(header.second),
  modules = guest.modules(header), libraries = guest.libraries(),
}
local console = machine.plain(host.read(dir .. "/console.log") or "")

local problems = {}
if verdict ~= header.expect then
  problems[1] = ("expected %s, got %s"):format(header.expect,
    machine.describe(verdict, detail))
end
for _, pattern in ipairs(header.output) do
  if not console:find(pattern) then
    problems[#problems + 1] = "not on the console: " .. pattern
  end
end
for _, pattern in ipairs(header["not"]) do
  if console:find(pattern) then
    problems[#problems + 1] = "must not be on the console: " .. pattern
  end
end

if verdict == "skip" and header.expect ~= "skip" then
  print(console:sub(-END):match("([^\n]+)\n+DEIMOS%-EXIT") or detail)
  os.exit(SKIP)
elseif #problems > 0 then
  print(console)
  print(table.concat(problems, "; "))
  os.exit(1)
end
print(("%s, as expected"):format(machine.describe(verdict, detail)))
