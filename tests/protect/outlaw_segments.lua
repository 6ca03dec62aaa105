-- SPDX-License-Identifier: MIT
-- A task waits while a segment that it holds is destroyed, or becomes another:
-- who jumps to it is refused or dies, wherever its ESP points.
-- machines: qemu-icount bochs
-- modules: outlaw
-- expect: pass

local ESP <const> = { 0, 4, 0x7c00, 0x10000, 0x100ff0, 0x7ffffffc, 0xfffffffc }
local died, back = 0, 0

local function try(name, method, ...)
  local before = deimos.digest()
  local m = deimos.load("outlaw")
  local user = m:open("outlaw")
  local ok, result = pcall(user[method], ...)
  print(name, ok, result)
  if ok then back = back + 1 else died = died + 1 end
  assert(ok or tostring(result):find("module 'outlaw' died", 1, true), result)
  deimos.close(user)
  m:unload()
  assert(deimos.digest() == before, name .. ": something is left")
end

for _, esp in ipairs(ESP) do
  for _, selector in ipairs { 0x0f, 0x17, 0x1f } do
    for replaced = 0, 1 do
      try(("local %#x %d %#x"):format(selector, replaced, esp), "local_gone",
        selector, replaced, esp)
    end
  end
  for which = 0, 5 do
    try(("global %d %#x"):format(which, esp), "global_gone", which, esp)
  end
end
print(died, back)
