-- SPDX-License-Identifier: MIT
-- The workloads that arg.list names, one after the other.
local given = require("arguments").read("list", { list = false })
for name in given.list:gmatch("[^,]+") do
  assert(loadfile(("workloads/%s.lua"):format(name)))()
end
