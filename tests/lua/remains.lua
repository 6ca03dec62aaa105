-- SPDX-License-Identifier: MIT
-- What there is, as texts, to say what of it is left: modules, bindings, regions,
-- by whose they are. remains.take(); remains.check(before) raises with what differs,
-- if the digest does; remains.compare(before) also if it does not, and not if it alone
-- does: `paged` keeps frames.

local nmm = deimos.nmm

local M = {}

local function add(list, ...)
  local text = string.format(...)
  list[text] = (list[text] or 0) + 1
end

local function add_regions(list, names)
  local at = nmm.PAGE_SIZE
  while true do
    local ok, r = pcall(nmm.query_region, nmm.UPS, at)
    if not ok or r.base + r.size <= at then return end
    if r.region ~= 0 then
      add(list, "region of %s: %d bytes, flags %d", names[r.owner] or r.owner,
        r.size, r.flags)
    end
    at = r.base + r.size
  end
end

function M.take()
  local graph, list, names = deimos.graph(), {}, {}
  for _, n in ipairs(graph.nodes) do
    names[n.handle] = n.name
    add(list, "module %s, %s", n.name, n.state)
  end
  local sides = {}
  for _, key in ipairs { "interfaces", "receptacles" } do
    for _, entry in ipairs(graph[key]) do sides[entry.handle .. key] = entry.name end
  end
  for _, b in ipairs(graph.bindings) do
    add(list, "%s's %s bound to %s", names[b.caller],
      sides[b.receptacle .. "receptacles"], names[b.provider])
  end
  add_regions(list, names)
  return { digest = deimos.digest(), list = list }
end

local function differing(before)
  local now, texts = M.take(), {}
  for text, count in pairs(now.list) do
    local was = before.list[text] or 0
    if count ~= was then texts[#texts + 1] = ("%s: %d, not %d"):format(text, count, was) end
  end
  for text, was in pairs(before.list) do
    if not now.list[text] then
      texts[#texts + 1] = ("%s: none, not %d"):format(text, was)
    end
  end
  table.sort(texts)
  return texts
end

local function raise(texts)
  error("something is left:\n  " .. table.concat(texts, "\n  "), 3)
end

function M.check(before)
  if deimos.digest() ~= before.digest then raise(differing(before)) end
end

function M.compare(before)
  local texts = differing(before)
  if #texts > 0 then raise(texts) end
end

return M
