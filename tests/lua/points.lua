-- SPDX-License-Identifier: MIT
-- Where a module can be killed: `p` is an open `poison`.

local expect = require "expect"

local M = {}

function M.node(module)
  for _, n in ipairs(deimos.graph().nodes) do
    if n.handle == module.handle then return n end
  end
end

-- Where a method of its interface begins.
function M.method(p, module, interface, name)
  for _, i in ipairs(deimos.graph().interfaces) do
    if i.node == module.handle and i.name == interface then
      return p.method(i.table, expect.methods(module, interface)[name])
    end
  end
end

-- UD2 over a method, by a `poison` that is there for that alone.
function M.strike(module, interface, name)
  local poison = deimos.load "poison"
  local p = poison:open "poison"
  p.strike(M.method(p, module, interface, name))
  deimos.close(p)
  poison:unload()
end

-- Offsets in it: where functions begin, and behind calls.
function M.list(p, module)
  local n, list = M.node(module), {}
  local at = p.point(n.base, n.base, n.size)
  while at ~= 0 do
    list[#list + 1] = at - n.base
    at = p.point(at + 1, n.base, n.size)
  end
  return list
end

-- random(n): 0 to n - 1, the same each time.
function M.random(seed)
  return function (below)
    seed = seed * 1664525 + 1013904223 & 0xffffffff
    return (seed >> 8) % below
  end
end

return M
