-- SPDX-License-Identifier: MIT
-- A script's error tells where: by the path that the user typed, with a
-- traceback, also of an endless recursion, whatever memory there is.

local host = require "results.host"
local job = require "results.boot.job"
local machine = require "results.boot.machine"

local dir = host.fresh(host.build() .. "/run/traceback")
local failures = 0

local function run(path, options)
  local verdict = job.start { machine = "qemu-icount", limit = 100,
    workload = path, options = options, dir = dir .. "/guest" }
  return verdict, machine.plain(host.read(dir .. "/guest/console.log"))
end

local function check(path, options, expected, ...)
  local verdict, text = run(path, options)
  for _, pattern in ipairs { ... } do
    if verdict ~= expected or not text:find(pattern) then
      failures = failures + 1
      print(("%s %s: %s, no '%s' in:\n%s"):format(path, options or "",
        verdict, pattern, text))
    end
  end
end

local function quoted(path) return (path:gsub("%p", "%%%0")) end

local RECURSION = [[
local function deeper(n) return 1 + deeper(n + 1) end
print(deeper(1))
]]
-- Frames of one word each: as many as there can be.
local SMALLEST <const> = [=[
local function deeper() return 1 + deeper() end
print(deeper())
]=]
-- Memory is short in other ways, too.
local EATER = [[
local all = {}
local function eat(n) all[#all + 1] = ("x"):rep(n) .. #all end
while true do eat(100000) end
]]
-- Nothing catches an error in the handler of an error.
local THREAD = [[
local function inside() local _ = nil .. "" end
coroutine.wrap(inside)()
]]

-- Paths as people type them: with blanks and signs, relative, long.
local folders = { dir, "./" .. dir, dir .. "/a b (c) + %d 'e'",
  dir .. "/" .. ("long/"):rep(30) }
for i, folder in ipairs(folders) do
  host.mkdir(folder)
  local path = folder .. "/my-script.lua"
  host.write(path, i % 2 == 0 and THREAD or RECURSION)
  check(path, nil, "fail", "lua: " .. quoted(path) .. ":%d: ",
    "stack traceback:.*\n%s*" .. quoted(path) .. ":2: in main chunk")
  host.write(path, "\n\nlocal = 1\n")
  check(path, nil, "badscript", "lua: " .. quoted(path) .. ":3: ")
end

local path = dir .. "/deep.lua"
local place = "%s*" .. quoted(path)
host.write(path, RECURSION)
check(path, nil, "fail", "lua: " .. quoted(path) .. ":1: stack overflow\n",
  "stack traceback:\n" .. place .. ":1: in .*\n" .. place .. ":2: in main")
for _, heap in ipairs { 1, 3, 13, 34 } do
  check(path, "heap=" .. heap, "fail", "not enough memory\n",
    "stack traceback:\n" .. place .. ":1: in .*skipping %d+ levels.*\n"
    .. place .. ":2: in main chunk")
end
host.write(path, SMALLEST)
check(path, nil, "fail", "lua: " .. quoted(path) .. ":1: stack overflow\n",
  "stack traceback:\n" .. place .. ":1: in .*\n" .. place .. ":2: in main")
for _, heap in ipairs { 2, 64 } do
  check(path, "heap=" .. heap, "fail", "not enough memory\n",
    "stack traceback:\n" .. place .. ":1: in .*skipping %d+ levels.*\n"
    .. place .. ":2: in main chunk")
end
host.write(path, EATER)
for _, heap in ipairs { 1, 64 } do
  check(path, "heap=" .. heap, "fail", "not enough memory\n",
    "stack traceback:\n.*" .. place .. ":2: in .*'eat'\n" .. place
    .. ":3: in main chunk")
end
assert(failures == 0, failures .. " messages are not as they should be")
print("each error has its message and a traceback")
