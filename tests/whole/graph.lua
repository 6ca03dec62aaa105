-- SPDX-License-Identifier: MIT
-- `make graph`: a script from outside the tree, its snapshots as DOT and SVG;
-- one of the end if it takes none, also when it leaves by deimos.exit.

local host = require "results.host"

local DIR = host.fresh(host.build() .. "/run/test-make-graph")
local ROOT = "results/qemu-icount/graph-"

local function graph(name, script)
  local path = ("%s/%s.lua"):format(DIR, name)
  host.write(path, script)
  host.must("rm -f " .. ROOT .. name .. "*")
  local status = host.run(("make graph MACHINE=qemu-icount WORKLOAD=%s >%s.log "
    .. "2>&1"):format(path, path))
  return status, host.read(path .. ".log")
end

local function take(path, pattern)
  local svg, dot = host.read(path .. ".svg"), host.read(path .. ".dot")
  assert(svg and svg:find("</svg>", 1, true), path .. ".svg")
  assert(dot and dot:find(pattern, 1, true), path .. ".dot: " .. pattern)
  host.must(("rm %s.svg %s.dot"):format(path, path))
  return dot
end

local status, log = graph("test-several", [[
local null = deimos.load("null")
deimos.snapshot("one module")
local object = null:open("null")
deimos.snapshot("bound")
deimos.snapshot("bound")
]])
assert(status == 0, log)
local dot = take(ROOT .. "test-several-one_module", "<b>null</b>")
assert(not dot:find("lua.any to null.null", 1, true))
assert(not dot:find("<b>bench</b>", 1, true), "the harness is in its way")
take(ROOT .. "test-several-bound", "lua.any to null.null, near call")
take(ROOT .. "test-several-bound-2", "lua.console to console.console, call")
assert(not host.exists(ROOT .. "test-several.svg"), "one too many")

status, log = graph("test-end", 'deimos.load("null") deimos.exit("skip", "x")')
assert(status == 0 and log:find("graph: skipped (status 77)", 1, true), log)
take(ROOT .. "test-end", "<b>null</b>")

status, log = graph("test-missing", "oops(")
assert(status ~= 0 and log:find("bad script", 1, true), log)
take(ROOT .. "test-missing", "<b>lua</b>")
print("graph: as it should be")
