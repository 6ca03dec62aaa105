-- SPDX-License-Identifier: MIT
-- A recovery record in memory that dies with its module: the caller goes on
-- all the same.
-- machines: qemu-icount bochs
-- modules: outlaw
-- expect: pass

for only_image = 0, 1 do
  local before = deimos.digest()
  local m = deimos.load("outlaw")
  local user = m:open("outlaw")
  local ok, problem = pcall(user.record, only_image)
  assert(not ok and tostring(problem):find("module 'outlaw' died", 1, true),
    problem)
  deimos.close(user)
  m:unload()
  assert(deimos.digest() == before, "something is left")
end
