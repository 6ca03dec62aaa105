-- SPDX-License-Identifier: MIT
-- A trap module that wants to run another client on the thread of the one that
-- faulted, or to destroy that one, is refused, and both clients live.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: trapper client_writer

local models = require "models"

local NEST <const> = 4                  -- ORDER tests/modules/trapper.c

local function try(system, name)
  local t = system[name]
  local trapper = deimos.load "trapper"
  deimos.bind(trapper, "memory", t.module, "memory")
  local trap = deimos.bind(t.module, "trap", trapper, "trap")
  local control = trapper:open "control"
  local writer, other = t.m.create(), t.m.create()
  assert(t.m.load(writer, "client_writer") >= 0)
  assert(t.m.load(other, "null_client") >= 0)
  control.other(other)
  control.mode(NEST)
  for argument = 5, 7 do
    assert(t.m.run(writer, argument) == argument)
    assert(control.ran() == models.E.ACTIVE, control.ran())
    assert(control.destroyed() == models.E.ACTIVE)
    assert(t.m.run(other, 0) >= 0, "the other client")
  end
  -- the same of a thread
  local handle = t.x.exec("client_writer", 9)
  assert(t.x.wait(handle) == 9 and control.ran() == models.E.ACTIVE)
  assert(t.m.destroy(writer) == 0 and t.m.destroy(other) == 0)
  deimos.close(control)
  trap:unbind()
  trapper:unload()
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local system = models.open(kind, { "segpaged", "paged" })
  for _, t in ipairs(system.order) do try(system, t.name) end
  models.close(system)
end
print("nested runs: refused, and nobody dies")
