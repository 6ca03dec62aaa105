-- SPDX-License-Identifier: MIT
-- The test module "ring3": loaded, bound, with one client.

local model = { DEAD = 0x1000 }

model.modes = { skip = 0, decline = 1, fault = 2, recurse = 3, detach = 4,
  vanish = 6 }

local routines = {}
for i, name in ipairs { "give", "div", "step", "int3", "into", "bound", "ud",
  "hlt", "load", "fake", "stack", "read", "write", "fpu", "int80", "loop",
  "enter", "flags", "stepin", "twice", "dirty", "stepout", "back",
  "edge", "virtual", "kept" } do
  routines[name] = i - 1
end

--- paged: its client has a space of its own, and paging is on.
function model.start(paged)
  local self = { module = deimos.load("ring3"), bindings = {} }
  for _, name in ipairs { "vector", "interrupt", "second", "sysenter" } do
    local provider = deimos.find(name == "second" and "interrupt" or name)
    self.bindings[name] = deimos.bind(self.module, name, provider,
      provider.name)
  end
  local methods = self.module:open("ring3")
  local task = methods.setup(paged and 1 or 0)
  assert(task > 0, task)
  function self.run(name, argument)
    return methods.run(routines[name], argument or 0)
  end
  --- The same by a hardware task switch.
  function self.jump(name) return methods.jump(routines[name]) end
  function self.mode(name) methods.mode(model.modes[name]) end
  --- dead: the module is, and has been cleaned up.
  function self.stop(dead)
    assert(dead or methods.teardown() == 0)
    deimos.close(methods)
    self.module:unload()
  end
  function self.unbind(name)
    self.bindings[name]:unbind()
  end
  return setmetatable(self, { __index = methods })
end

return model
