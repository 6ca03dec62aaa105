-- SPDX-License-Identifier: MIT
-- The ladder as it is measures a binding module of a stranger beside one of
-- the tree, under two scheduling policies.
-- machines: qemu-icount
-- modules: counted
-- options: arg.kinds=counted,message arg.sizes=0,64,4096 arg.samples=2 arg.schedulers=fifo,priority
-- expect: pass
-- output: ladder +counted +1 +x 4096 +p50 +%d+
-- output: ladder +message +1 +x 0 +p50 +%d+
-- output: ladder +counted +1/priority +x 64 +p50 +%d+
-- not: ladder +near

local experiment, rows = deimos.experiment, {}
function deimos.experiment(row)
  rows[#rows + 1] = assert(experiment(row))
  rows[#rows].name = ("%s %s %d"):format(row.case, row.model, row.x)
  return rows[#rows]
end
assert(loadfile("workloads/ladder.lua"))()
assert(#rows == 12)
local p50 = {}
for _, row in ipairs(rows) do
  assert(row.verified and row.n == 2, row.name)
  p50[row.name] = row.p50
end
-- It counts, and is a message for the rest.
for _, x in ipairs { 0, 64, 4096 } do
  local more = p50[("counted 1 %d"):format(x)] - p50[("message 1 %d"):format(x)]
  assert(more > 0 and more < 20, ("%d bytes: %d more"):format(x, more))
end
