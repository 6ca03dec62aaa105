-- SPDX-License-Identifier: MIT
-- The workloads that arg.list names, one after the other.
for name in deimos.options["arg.list"]:gmatch("[^,]+") do
  assert(loadfile(("workloads/%s.lua"):format(name)))()
end
