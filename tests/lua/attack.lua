-- SPDX-License-Identifier: MIT
-- Attacks by the module "evil": each must kill it, and nothing else.

local attack = {}

--- Calls a method of a fresh "evil", which must die with that vector.
function attack.dies(method, vector, ...)
  local before = deimos.digest()
  local m = deimos.load("evil")
  local evil = m:open("evil")
  local ok, message = pcall(evil[method], ...)
  if ok then
    error(("%s: came back, expected %s"):format(method, vector), 2)
  end
  if not tostring(message):find(vector, 1, true) then
    error(("%s: expected %s, got: %s"):format(method, vector, message), 2)
  end
  deimos.close(evil)
  m:unload()
  assert(deimos.digest() == before, "something is left of a dead module")
end

return attack
