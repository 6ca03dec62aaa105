-- SPDX-License-Identifier: MIT
-- A trace from the command line: its faults, a long one in reasonable time,
-- and errors that say what is wrong, and where.

local host = require "results.host"
local reference = dofile "tests/lua/clock_reference.lua"

local from = host.build()
-- Runs share no folder.
local dir = host.fresh(from .. "/run/whole-trace")
host.must(("cp -r %s/stage %s/deimos.elf %s/archive.tar %s"):format(from, from,
  from, dir))
local file = dir .. "/a trace.txt"

local function run(trace, frames)
  return host.output(("env BUILD=%s WORKLOAD=trace TRACE=%s FRAMES=%s "
    .. "LIMIT=300 lua5.4 results/run.lua 2>&1"):format(dir,
    host.quote(trace), host.quote(frames)))
end

local function shows(text, pattern)
  assert(text:find(pattern), pattern .. " is not in: " .. text:sub(-500))
end

math.randomseed(7)
local references, text = reference.random(120000, 500, 0.3)
host.write(file, "# a trace\n\n" .. text)
local faults, _, writes = reference.clock(references, 100)
local said = run(file, "100")
shows(said, "trace: 120000 references to 500 pages, 100 frames")
shows(said, "\nfaults " .. faults .. "%s")
shows(said, "\nwritebacks " .. writes .. "%s")
shows(said, "run: passed")

host.write(file, "1\n2 w\nthree\n")
shows(run(file, "3"), "line 3: 'three'")
-- Byte addresses: asked about, and taken with their page's size.
local function with(options, trace, frames)
  host.write(file, trace)
  return host.output(("env BUILD=%s WORKLOAD=trace TRACE=%s FRAMES=%d "
    .. "OPTIONS=%s lua5.4 results/run.lua 2>&1"):format(dir,
    host.quote(file), frames or 2, host.quote(options)))
end
shows(with("limit=50", "70146\n12288\n51203\n4099\n70147\n200\n"),
  "trace: line 5: .*arg%.unit=bytes arg%.page=4096.*run: bad script")
shows(with("limit=50", "00507310 R\n00507314 W\n"),
  "trace: line 1: .*arg%.unit=bytes.*arg%.base=16.*run: bad script")
shows(with("arg.unit=bytes", "70146\n12288\n51203\n4099\n70147\n200\n"),
  "trace: 6 references to 5 pages, 2 frames")
shows(with("arg.unit=bytes arg.base=16 arg.page=65536",
  "00507310 R\n00507314 W\n10442088 R\n"),
  "trace: 3 references to 2 pages, 2 frames")
shows(with("arg.unit=pages", "70146\n12288\n"),
  "trace: 2 references to 2 pages, 2 frames")
shows(with("arg.unit=byte", "1\n"), "'byte' is unknown; the nearest is 'bytes'")
-- Each policy that is asked for is the one that replays: page 2 is touched
-- again before 5 comes, which clock heeds and the other does not.
local again <const> = "1\n2\n3\n4\n2\n5\n2\n"
local FAULTS <const> = { clock = 5, fifo_replacement = 6 }
local function replays(...)
  local expected = {}
  for i, name in ipairs { ... } do
    expected[i] = ("policy %s%%s+trace: [^\n]*\nfaults %d%%s"):format(name,
      FAULTS[name])
  end
  shows(with("arg.policies=" .. table.concat({ ... }, ","), again, 3),
    table.concat(expected, ".*"))
end
replays("clock", "fifo_replacement")
replays("fifo_replacement", "clock")
replays("fifo_replacement")
shows(with("limit=50", again, 3), "\nfaults 5%s")
shows(with("arg.policies=nobody", "1\n"), "nobody")
shows(with("arg.page=x", "1\n"), "arg.page=x is not a number")

shows(run(file, "0"), "FRAMES: '0' is not a positive number")
shows(run(file, ""), "FRAMES=<n>")
shows(run("", "3"), "TRACE=<file>")
shows(run(dir .. "/nowhere", "3"), "TRACE: no file")
print("trace: from the command line")
