-- SPDX-License-Identifier: MIT
-- No Lua file of the tree has a name that nobody uses: a test's function that it
-- no longer calls would check nothing. What such names are: host/lint.

local host = require "results.host"
local names = require "tests.names"

local paths, found = {}, {}
for path in host.output("find core nmm modules bench workloads lua results "
    .. "plots tests -name '*.lua' | sort"):gmatch("[^\n]+") do
  paths[#paths + 1] = path
end
assert(#paths > 100, #paths)
names.check(function(path, line, ...)
  found[#found + 1] = ("%s:%d: "):format(path, line) .. string.format(...)
end, paths)
assert(#found == 0, "\n" .. table.concat(found, "\n"))
print(("%d files: each name is used"):format(#paths))
