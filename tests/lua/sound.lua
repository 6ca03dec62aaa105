-- SPDX-License-Identifier: MIT
-- sound: is what deimos.graph() gives whole: does every handle lead
-- somewhere, and do the counts agree? Raises if not.

local function by_handle(list)
  local index = {}
  for _, entry in ipairs(list) do
    assert(entry.handle > 0 and not index[entry.handle], "handle twice")
    index[entry.handle] = entry
  end
  return index
end

local function add(sums, key) sums[key] = (sums[key] or 0) + 1 end

return function(graph)
  local nodes, interfaces = by_handle(graph.nodes), by_handle(graph.interfaces)
  local receptacles = by_handle(graph.receptacles)
  local sums = {}
  for _, b in ipairs(graph.bindings) do
    local i, r = interfaces[b.interface], receptacles[b.receptacle]
    assert(i and i.node == b.provider and nodes[b.provider], "no provider")
    assert(r and r.node == b.caller and nodes[b.caller], "no caller")
    assert(r.type == "*" or r.type == i.type, "types differ")
    assert(b.slot >= r.slots and b.slot < r.slots + 4 * r.count, "slot")
    add(sums, i) add(sums, r)
    add(sums, nodes[b.provider].handle .. " in")
    add(sums, nodes[b.caller].handle .. " out")
  end
  for _, list in ipairs { graph.interfaces, graph.receptacles } do
    for _, entry in ipairs(list) do
      assert(entry.bound == (sums[entry] or 0), entry.name .. ": bound")
      assert(nodes[entry.node], entry.name .. ": no module")
    end
  end
  local carries = {}
  for _, n in ipairs(graph.nodes) do add(carries, n.carrier) end
  for _, n in ipairs(graph.nodes) do
    assert(n.carries == (carries[n.handle] or 0), n.name .. ": carries")
    assert(n.carrier == 0 or nodes[n.carrier] and n.space > 0,
      n.name .. ": carrier")
    assert(n.bound_in == (sums[n.handle .. " in"] or 0), n.name .. ": in")
    assert(n.bound_out == (sums[n.handle .. " out"] or 0), n.name .. ": out")
    assert(n.name ~= "" and n.type ~= "?", "a module without a name")
  end
end
