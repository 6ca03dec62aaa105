-- SPDX-License-Identifier: MIT
-- Lists that stand once in assembly and once in C or Lua, where no generator
-- reaches: both sides say the same, in the same order. (Numbers that C and Lua
-- have: numbers.lua.)

local host = require "results.host"

local function text_of(path)
  return assert(host.read(path), path .. ": it is not there")
end

-- From behind `from` (a plain text) up to what `to` finds; the text is there.
local function part(path, from, to)
  local text = text_of(path)
  local first = select(2, text:find(from, 1, true))
  assert(first, ("%s: no '%s'"):format(path, from))
  return text:sub(first + 1, text:find(to, first + 1) - 1)
end

-- What a pattern captures, in order.
local function all(text, pattern)
  local found = {}
  for name in text:gmatch(pattern) do found[#found + 1] = name end
  return found
end

local function words(text)
  return all(text:gsub("\\\n", " "), "[%w_]+")
end

-- The names of .irp lines: without the symbol that stands for each.
local function repeated(text)
  local found = {}
  for names in text:gsub("\\\n", " "):gmatch("%.irp%s+%w+, ([^\n]*)") do
    table.move(words(names), 1, 99, #found + 1, found)
  end
  return found
end

local function quoted(path, from)
  return all(part(path, from, "}"), '"([%w_]+)"')
end

local checked = 0
local function same(what, a, b)
  assert(#a > 0, what .. ": nothing is found")
  for i = 1, math.max(#a, #b) do
    assert(a[i] == b[i], ("%s: %d: %s here, %s there"):format(what, i, a[i],
      b[i]))
  end
  checked = checked + 1
end

local function number(path, pattern)
  local found = text_of(path):match(pattern)
  assert(found, path .. ": " .. pattern)
  return { found }
end

same("functions with 64 bits of precision",
  repeated(part("lua/libc/fpu.S", "as in port.h", "FUNCTION")),
  all(text_of("lua/port/port.h"), "#define (%w+) fpu_"))
same("what fpu.S calls",
  all(text_of("lua/port/port.h"), "#define (%w+) fpu_"),
  all(text_of("lua/port/port.h"), "#define %w+ fpu_(%w+)"))
same("members of the archive",
  number("results/boot/image.lua", "MEMBERS <const> = (%d+)"),
  number("core/image/archive.h", "#define ARCHIVE_MEMBERS (%d+)"))

local M <const> = "tests/modules/"
local LENT <const> = text_of(M .. "lent.h")
same("acts of lent", words(LENT:match("enum {(.-)};"):gsub("/%*.-%*/", "")
  :gsub("LENT_", "")), quoted("tests/lua/lent.lua", "ACTS <const> = {"))
same("grants of lent", words(LENT:match("enum {.*enum {(.-)};")
  :gsub("/%*.-%*/", ""):gsub("LENT_", "")),
  quoted("tests/lua/lent.lua", "WHAT <const> = {"))
same("routines of ring3", repeated(part(M .. "ring3/client.S",
  "client_routines:", "$")), quoted("tests/lua/ring3.lua",
  "for i, name in ipairs {"))
same("ways of exits", all(part(M .. "exits/ways.S", "exits.lua", "ways_end")
  :gsub("%.long", ""), "%l+"),
  quoted("tests/protect/exits.lua", "local NAMES = {"))
same("ways of clients", all(text_of(M .. "task_states/clients.S"),
  "\n%s+client%s+(%w+), "),
  quoted("tests/protect/tasks_clients.lua", "local WAYS <const> = {"))
same("ways of tasks", all(text_of(M .. "task_states/tasks.S"),
  "\n%s+way%s+(%w+), "), quoted("tests/lua/task_states.lua", "M.WAYS = {"))
same("entries of tasks", all(text_of(M .. "task_states/states.h"):lower(),
  "#define enter_(%l+) %d"), quoted("tests/lua/task_states.lua",
  "M.ENTRIES = {"))
same("faults of client_stepped", { tostring(#words(part(
  M .. "client_stepped/ways.S", "stepped.lua", "$"):gsub("%.long", ""))) },
  number("tests/protect/stepped.lua", "FAULTS <const> = %d+, %d+, (%d+)"))
print(("orders: %d pairs agree"):format(checked))
