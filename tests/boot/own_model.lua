-- SPDX-License-Identifier: MIT
-- The workloads as they are measure a memory model of a stranger: Appel and
-- Li's primitives, and a switch from one client to another.
-- machines: qemu-icount bochs
-- modules: own_model
-- options: arg.models=own_model arg.samples=2 arg.warmup=1
-- expect: pass
-- output: appel +prot100 +own_model +x 1 +p50 +%d+
-- output: appel +appel2 +own_model +x 0 +p50 +%d+
-- output: switch +own_model +p50 +%d+
-- not: flat

local load, seen = deimos.load, 0
function deimos.load(name)
  seen = seen + (name == "own_model" and 1 or 0)
  return load(name)
end
for _, name in ipairs { "appel", "switch" } do
  assert(loadfile(("workloads/%s.lua"):format(name)))()
end
assert(seen == 4, "it was tried by both, and measured by both")
