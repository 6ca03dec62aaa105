-- SPDX-License-Identifier: MIT
-- A snapshot of the system graph (collect.lua) as a DOT graph. Pure.
--
-- A module is a box: interfaces on its left, receptacles on its right, and a
-- colour for its type. A binding leads from receptacle to interface. Edges
-- and boxes have a tooltip with all there is to know, constraints too. A module that
-- another one carries says "in" whom.

local M = {}

-- Fill and border, by module type (Okabe and Ito's hues, lightened).
local COLOURS = {
  application = { "#d9ecf7", "#0072b2" }, system = { "#d8f0e8", "#009e73" },
  binding = { "#faeacb", "#b87800" }, wrapper = { "#eeeeee", "#777777" },
}
local TYPES = { "application", "system", "binding", "wrapper" }
local DEAD = { "#ffffff", "#c03020" }
local NEAR, GATE = "#333333", "#d55e00"
local SHOWN = 34                        -- characters of a predicate

local function html(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;",
    [">"] = "&gt;", ['"'] = "&quot;" }):gsub("%c", " "))
end

local function quote(text)
  return '"' .. text:gsub('[\\"]', "\\%0"):gsub("\n", "\\n"):gsub("%c", " ")
    .. '"'
end

local function short(text)
  if #text <= SHOWN then return text end
  return text:sub(1, SHOWN - 3) .. "..."
end

local function colours(node)
  if node.state ~= "live" then return DEAD end
  return COLOURS[node.type] or COLOURS.wrapper
end

-- One end of bindings as a cell: its name, and what it demands.
local function port(kind, entry)
  if not entry then return "<td></td>" end
  local side = kind == "interface" and "left" or "right"
  local name = html(entry.name)
  if kind == "receptacle" and tonumber(entry.count) > 1 then
    name = ("%s %s/%s"):format(name, entry.bound, entry.count)
  end
  if tonumber(entry.bound) == 0 then
    name = ("<font color=\"#999999\">%s</font>"):format(name)
  end
  local demand = entry.predicate and ("<br align=\"%s\"/><font "
    .. "point-size=\"8\" color=\"#883300\">%s</font>"):format(side,
    html(short(entry.predicate))) or ""
  return ("<td port=\"%s%s\" align=\"%s\" balign=\"%s\">%s%s</td>"):format(
    kind:sub(1, 1), entry.handle, side, side, name, demand)
end

local function by_node(list)
  local found = {}
  for _, entry in ipairs(list) do
    found[entry.node] = found[entry.node] or {}
    table.insert(found[entry.node], entry)
  end
  return found
end

-- Several instances of one module are told apart by their serial numbers.
local function titles(nodes)
  local count, title = {}, {}
  for _, node in ipairs(nodes) do
    count[node.name] = (count[node.name] or 0) + 1
  end
  for _, node in ipairs(nodes) do
    title[node.handle] = count[node.name] > 1
      and ("%s #%s"):format(node.name, node.serial) or node.name
  end
  return title
end

local function describe(kind, entry)
  local text = ("\n%s %s: %s"):format(kind, entry.name, entry.type)
  if entry.methods then text = text .. " { " .. entry.methods .. " }" end
  if entry.pairs then text = text .. "\n  pairs " .. entry.pairs end
  if entry.predicate then
    text = text .. "\n  predicate " .. entry.predicate
  end
  return text
end

local function tooltip(node, carrier, interfaces, receptacles)
  local text = ("%s, %s module, %s"):format(node.name, node.type, node.state)
  if node.base ~= "0" then
    text = text .. (", %d bytes at 0x%x of the UPS"):format(
      math.tointeger(tonumber(node.size)) or 0,
      math.tointeger(tonumber(node.base)) or 0)
  end
  if carrier then
    text = text .. (", in space %s of %s"):format(node.space, carrier)
  end
  for _, e in ipairs(interfaces) do text = text .. describe("interface", e) end
  for _, e in ipairs(receptacles) do
    text = text .. describe("receptacle", e)
  end
  return text
end

-- `carrier`: the title of the module that carries it, or nil.
local function box(node, title, carrier, interfaces, receptacles)
  local paint = colours(node)
  local dead = node.state ~= "live"
  local lines = { ("<table border=\"%d\" cellborder=\"0\" cellspacing=\"0\" "
    .. "cellpadding=\"3\" style=\"%s\" color=\"%s\" bgcolor=\"%s\">"):format(
    dead and 2 or 1, dead and "dashed" or "rounded", paint[2], paint[1]),
    ("<tr><td colspan=\"2\"><b>%s</b>%s%s</td></tr>"):format(html(title),
    carrier and (" <font color=\"#777777\">in %s</font>"):format(html(carrier))
    or "", dead and (" <font color=\"%s\">dead</font>"):format(DEAD[2]) or "") }
  if #interfaces + #receptacles > 0 then lines[#lines + 1] = "<hr/>" end
  for i = 1, math.max(#interfaces, #receptacles) do
    lines[#lines + 1] = "<tr>" .. port("interface", interfaces[i])
      .. port("receptacle", receptacles[i]) .. "</tr>"
  end
  return ("  n%s [tooltip=%s, label=<%s</table>>];"):format(node.handle,
    quote(tooltip(node, carrier, interfaces, receptacles)), table.concat(lines))
end

local function edge(graph, title, b)
  local r, i = graph.receptacle[b.receptacle], graph.interface[b.interface]
  local gate = b.kind == "gate"
  local text = ("%s.%s to %s.%s, %s"):format(title[b.caller], r.name,
    title[b.provider], i.name, gate
    and ("call gate 0x%x"):format(math.tointeger(tonumber(b.selector)) or 0)
    or "near call")
  return ("  n%s:r%s:e -> n%s:i%s:w [color=\"%s\"%s, tooltip=%s];"):format(
    b.caller, b.receptacle, b.provider, b.interface, gate and GATE or NEAR,
    graph.node[b.provider].state == "live" and "" or ", style=dashed",
    quote(text))
end

local function legend(caption)
  local cells = {}
  for _, name in ipairs(TYPES) do
    cells[#cells + 1] = ("<td border=\"1\" bgcolor=\"%s\" color=\"%s\">%s</td>")
      :format(COLOURS[name][1], COLOURS[name][2], name)
  end
  cells[#cells + 1] = ("<td border=\"1\" bgcolor=\"%s\" color=\"%s\" "
    .. "style=\"dashed\">dead</td>"):format(DEAD[1], DEAD[2])
  cells[#cells + 1] = ("<td><font color=\"%s\">&#8594; near call</font></td>")
    :format(NEAR)
  cells[#cells + 1] = ("<td><font color=\"%s\">&#8594; call gate</font></td>")
    :format(GATE)
  return ("<<table border=\"0\" cellspacing=\"6\"><tr><td colspan=\"%d\">%s"
    .. "</td></tr><tr>%s</tr></table>>"):format(#cells, html(caption),
    table.concat(cells))
end

-- The core's own modules stand on the right, under each other.
local function core(nodes)
  local names = {}
  for _, node in ipairs(nodes) do
    if node.base == "0" and node.state == "live" then
      names[#names + 1] = "n" .. node.handle
    end
  end
  return ("  { rank=sink; %s }"):format(table.concat(names, "; "))
end

-- text: DOT of a snapshot; `caption` stands below it.
function M.text(graph, caption)
  local lines = { "digraph deimos {",
    "  graph [rankdir=LR, fontname=\"DejaVu Sans\", fontsize=11, "
    .. "ranksep=1.1, nodesep=0.25, bgcolor=white, labelloc=b, tooltip=\" \",",
    "    label=" .. legend(caption) .. "];",
    "  node [shape=plain, fontname=\"DejaVu Sans\", fontsize=10];",
    "  edge [arrowsize=0.6, penwidth=1.2];" }
  local title = titles(graph.nodes)
  local interfaces = by_node(graph.interfaces)
  local receptacles = by_node(graph.receptacles)
  for _, node in ipairs(graph.nodes) do
    lines[#lines + 1] = box(node, title[node.handle],
      title[node.carrier], interfaces[node.handle] or {}, receptacles[node.handle] or {})
  end
  for _, b in ipairs(graph.bindings) do
    lines[#lines + 1] = edge(graph, title, b)
  end
  lines[#lines + 1] = core(graph.nodes) .. "\n}"
  return table.concat(lines, "\n") .. "\n"
end

return M
