-- SPDX-License-Identifier: MIT
-- Snapshots of the system graph: a sound one becomes DOT that Graphviz
-- draws, whatever its names hold; a damaged one is refused.

local collect = require "results.data.collect"
local dot = require "results.show.dot"
local graph = require "results.show.graph"
local host = require "results.host"
local records = require "results.data.records"

local DIR = host.fresh(host.build() .. "/run/test-graph")

local function parse(payloads)
  local lines = { "DEIMOS-BEGIN 1" }
  for i, payload in ipairs(payloads) do
    lines[i + 1] = ("@ %d %08x %s"):format(i, records.crc32(payload), payload)
  end
  lines[#lines + 1] = ("DEIMOS-END 1 records=%d status=16"):format(#payloads)
  return collect.parse(table.concat(lines, "\n") .. "\n")
end

local SOUND = {
  "graph id=1 part=graph label=a%20b generation=8 nodes=3 interfaces=2 "
    .. "receptacles=1 bindings=2",
  "graph id=1 part=node handle=1 name=a type=application state=live serial=1 "
    .. "base=4096 size=9",
  "graph id=1 part=node handle=2 name=<b>\"\\%0a&|{} type=wrapper state=live "
    .. "serial=0 base=0 size=0",
  "graph id=1 part=node handle=3 name=a type=binding state=dead serial=2 "
    .. "base=8192 size=0",
  "graph id=1 part=interface handle=1 node=2 name=i type=t bound=1 methods=m",
  "graph id=1 part=interface handle=2 node=3 name=i type=t bound=1 methods=m",
  "graph id=1 part=constraint of=interface handle=1 what=predicate "
    .. "text=<x,%20\"y\">%20and%20not%20(<z,%201>%20or%20<abcdefghijk,%202>)",
  "graph id=1 part=receptacle handle=1 node=1 name=r type=* count=64 bound=2",
  "graph id=1 part=binding handle=1 caller=1 provider=2 receptacle=1 "
    .. "interface=1 kind=gate selector=257",
  "graph id=1 part=binding handle=2 caller=1 provider=3 receptacle=1 "
    .. "interface=2 kind=near selector=0",
}

local run = parse(SOUND)
assert(#run.errors == 0, run.errors[1])
assert(#run.graphs == 1 and run.graphs[1].label == "a b")
graph.draw(run.graphs[1], DIR .. "/sound", 'a "caption" <&>')
local svg = host.read(DIR .. "/sound.svg")
assert(svg:find("&lt;b&gt;", 1, true) and svg:find("a #2", 1, true))
assert(svg:find("and not (&lt;z, 1&gt; or &lt;abcdefghijk, 2&gt;)", 1, true),
  "no tooltip with the whole predicate")
local text = dot.text(run.graphs[1], "")
assert(text:find("n1:r1:e -> n2:i1:w", 1, true), "no edge")
assert(text:find("call gate 0x101", 1, true))

-- Colours are those of the legend, which has one for each kind.
local seen = {}
for colour, name in text:gmatch('bgcolor="(#%x+)"[^>]*>(%l+)</td>') do
  assert(not seen[colour], name .. " looks like " .. tostring(seen[colour]))
  seen[colour], seen[name] = name, colour
end
for node, kind in pairs { "application", "wrapper", "dead" } do
  local box = text:match(("\n  n%d (%%b[])"):format(node))
  assert(box:find(('bgcolor="%s"'):format(seen[kind]), 1, true),
    ("node %d is not %s"):format(node, kind))
  assert((box:find(">dead<", 1, true) ~= nil) == (kind == "dead"), kind)
end
for _, kind in ipairs { "near call", "call gate" } do
  local colour = text:match('color="(#%x+)">&#8594; ' .. kind)
  local edge = text:match("\n  n[^\n]* %-> [^\n]*" .. kind .. "[^\n]*")
  assert(edge:match('color="(#%x+)"') == colour, kind .. " is " .. edge)
  assert((edge:find("style=dashed", 1, true) ~= nil) == (kind == "near call"),
    "dashed is what leads to the dead")
end
assert(text:match('color="(#%x+)">&#8594; near')
  ~= text:match('color="(#%x+)">&#8594; call'))

local function refuse(change, pattern)
  local payloads = table.move(SOUND, 1, #SOUND, 1, {})
  change(payloads)
  local all = table.concat(parse(payloads).errors, "\n")
  assert(all:find(pattern), ("expected '%s' in: %s"):format(pattern, all))
end

refuse(function(p) table.remove(p, 3) end, "2 nodes, expected 3")
refuse(function(p) table.remove(p, 10) end, "1 bindings, expected 2")
refuse(function(p) table.remove(p, 1) end, "did not begin")
refuse(function(p) p[7] = p[7]:gsub("handle=1", "handle=7") end, "of nothing")
refuse(function(p) p[7] = p[7]:gsub("what=predicate", "what=bound") end,
  "of nothing")
for _, what in ipairs { "caller=1", "provider=2", "receptacle=1",
    "interface=1" } do
  refuse(function(p) p[9] = p[9]:gsub(what, what:gsub("=.", "=9")) end,
    "binding 1 leads nowhere")
end
for carrier, is_there in pairs { ["0"] = true, ["2"] = true, ["9"] = false } do
  local payloads = table.move(SOUND, 1, #SOUND, 1, {})
  payloads[2] = ("%s carrier=%s space=4"):format(payloads[2], carrier)
  local errors = parse(payloads).errors
  assert((#errors == 0) == is_there, carrier)
  assert(is_there or errors[1]:find("module 1 is carried by none", 1, true))
end
local EMPTY <const> = "graph id=%d part=graph label=x generation=9 nodes=0 "
  .. "interfaces=0 receptacles=0 bindings=0"
assert(#parse({ EMPTY:format(1), EMPTY:format(2) }).errors == 0)
for _, ids in ipairs { { 2 }, { 1, 1 }, { 1, 3 }, { 0 }, { 1, 2, 1 } } do
  local payloads = {}
  for i, id in ipairs(ids) do payloads[i] = EMPTY:format(id) end
  local errors = parse(payloads).errors
  assert(#errors > 0 and errors[1]:find("begins out of order", 1, true),
    table.concat(ids, " "))
end
refuse(function(p) p[2] = p[2]:gsub("part=node", "part=nose") end,
  "unknown part 'nose'")

-- Each part is of the snapshot that it names, whichever began last.
local mixed = {}
for _, payload in ipairs(SOUND) do
  mixed[#mixed + 1] = payload
  mixed[#mixed + 1] = payload:gsub("id=1", "id=2"):gsub("handle=(%d)",
    "handle=5%1"):gsub("(n?o?d?e?)=(%d) name", "%1=5%2 name")
    :gsub("caller=(%d) provider=(%d) receptacle=(%d) interface=(%d)",
      "caller=5%1 provider=5%2 receptacle=5%3 interface=5%4")
end
run = parse(mixed)
assert(#run.errors == 0 and #run.graphs == 2, run.errors[1])
for id, first in ipairs { "1", "51" } do
  local one = run.graphs[id]
  assert(#one.nodes == 3 and #one.interfaces == 2 and #one.receptacles == 1
    and #one.bindings == 2 and one.nodes[1].handle == first
    and one.bindings[1].caller == first and one.interface[first].predicate
    and one.interface[first].handle == first, "parts of another snapshot")
end
-- What a name holds is shown as text, and breaks no line.
for byte = 0, 31 do
  local text = dot.text({ nodes = { { handle = "7", name = ("a%cb"):format(byte),
    type = "system", state = "live", serial = "1", base = "4096", size = "1" } },
    bindings = {}, interfaces = {}, receptacles = {}, node = {}, interface = {},
    receptacle = {} }, "")
  assert(text:find("<b>a b</b>", 1, true), byte)
end
-- On the right stand the core's own modules that live, and no others.
for _, state in ipairs { "live", "dead", "draining", "gone" } do
  for _, base in ipairs { "0", "4096" } do
    local text = dot.text({ nodes = { { handle = "7", name = "n", type = "system",
      state = state, serial = "1", base = base, size = "1" } }, bindings = {},
      interfaces = {}, receptacles = {}, node = {}, interface = {},
      receptacle = {} }, "")
    assert((text:find("{ rank=sink; n7 }", 1, true) ~= nil)
      == (state == "live" and base == "0"), state .. base)
  end
end
-- A name that a shell would take apart.
graph.draw(run.graphs[1], DIR .. "/it's a b", "odd")
for _, ending in ipairs { ".dot", ".svg" } do
  assert(host.exists(DIR .. "/it's a b" .. ending), ending)
end
print("graph: drawn")
