-- SPDX-License-Identifier: MIT
-- The configuration manager and programs under a memory model: load, replace and
-- unload them, as modules.
-- modules: client_echo client_asker client_echo2

local models = require "models"
local p = require "protected"

for _, name in ipairs(models.ALL) do
  local system = models.open("coop", { name })
  local t = system[name]
  local a = p.load(t, "asker")
  local echo = t.module:load("echo")
  assert(echo.name == "echo" and echo:space() > 0 and not t.module:space())
  local near = p.connect(a, { module = echo })
  assert(p.ask(a, p.COUNT) == 1)
  local ok, why = pcall(echo.unload, echo)
  assert(not ok and why:find("bound", 1, true), why)
  ok, why = pcall(t.module.load, t.module, "no_such_program")
  assert(not ok and why:find("no such", 1, true), why)
  local other = echo:replace("echo2")
  assert(other.name == "echo2" and other:space() > 0)
  assert(p.ask(a, p.COUNT) == 1, "the other one, from its beginning")
  assert(p.ask(a, p.DATA, 50) == 50)
  ok, why = pcall(t.module.unload, t.module)
  assert(not ok)
  p.disconnect(near)
  other:unload()
  p.destroy(a)
  models.close(system)
  print(name)
end
