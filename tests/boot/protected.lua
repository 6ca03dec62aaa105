-- SPDX-License-Identifier: MIT
-- Two clients, each in a space of its own, of each pair of models: one calls
-- the other through a binding that the configuration manager made.
-- machines: qemu-icount bochs
-- modules: client_echo client_asker

local models = require "models"
local p = require "protected"

local E <const> = models.E

local function pair(from, to)
  local a, b = p.load(from, "asker"), p.load(to, "echo")
  assert(p.is_unbound(a))
  local near = p.connect(a, b)
  assert(p.ask(a, p.COUNT) == 1 and p.ask(a, p.COUNT) == 2)
  for _, size in ipairs { 1, 2, 3, 4, 5, 100, 4095, 4096, 8192 } do
    local got = p.ask(a, p.DATA, size)
    assert(got == size, ("%s to %s: %d of %d"):format(from.name, to.name,
      got, size))
  end
  assert(p.ask(a, p.POINTERS, 4) == 3 and p.ask(a, p.POINTERS) == 3)
  assert(p.ask(a, p.YIELD) == 5)
  assert(b.m.destroy(b.space) == E.BUSY, "it is bound")
  near.second = near.second:unbind()
  assert(p.is_unbound(a))
  p.disconnect(near)
  p.destroy(a)
  p.destroy(b)
end

for _, of in ipairs(models.ALL) do
  for _, to in ipairs(models.ALL) do
    local system = models.open("coop", of == to and { of } or { of, to })
    pair(system[of], system[to])
    local before = deimos.digest()
    pair(system[of], system[to])
    -- which frames `paged` has in reserve changes with each page fault
    assert(to == "paged" or deimos.digest() == before, "something is left")
    models.close(system)
    print(of, to, "calls")
  end
end
