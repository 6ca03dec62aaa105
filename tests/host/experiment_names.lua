-- SPDX-License-Identifier: MIT
-- An experiment's module is called by its file or folder: that is its name in
-- the archive, and the name that the graph and a panic tell. Nothing at run
-- time compares the two.

local host = require "results.host"

local function quoted(text, word)
  return word:match('^"([%w_]+)"')
      or text:match("#define " .. word:match("^%w+") .. ' "([%w_]+)"')
end

-- What a file calls its module; one of a family has a SIZE instead.
local function name_in(path, text)
  local word = text:match("\nDEIMOS_MODULE%(([^,]+),")
  local size = text:match("\n#define SIZE (%d+)\n#include "
    .. '"../lib/constrained.h"')
  assert(not (word and size), path)
  return size and "bench_constrained" .. size
      or word and assert(quoted(text, word), word)
end

local called = {}
for _, path in ipairs(host.list("bench/experiments/*.c "
    .. "bench/experiments/*/*.c")) do
  local room = "bench_" .. path:match("^bench/experiments/(%w+)")
  local name = name_in(path, host.read(path))
  called[room] = called[room] or false
  if name then
    assert(name == room, ("%s: its module is called '%s', not '%s'"):format(
      path, name, room))
    assert(not called[room], path .. ": a second module")
    called[room] = true
  end
end
assert(host.read("bench/lib/constrained.h"):find(
  '\nDEIMOS_MODULE("bench_constrained" QUOTE(SIZE), ', 1, true))

local count = 0
for room, found in pairs(called) do
  assert(found, room .. ": nothing names it")
  count = count + 1
end
assert(count >= 20, count)
print(("experiment_names: %d modules have their file's name"):format(count))
