-- SPDX-License-Identifier: MIT
-- Replayed traces take the faults and write-backs of the policy, compared
-- with a simulation; what is no trace is refused, with its line.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 300

local reference = require "clock_reference"
local trace = require "trace"

local slow = deimos.options.machine == "bochs"

local function compare(count, pages, frames, writes, policy)
  local references, text = reference.random(count, pages, writes)
  local f, e, w = reference[policy == "clock" and "clock" or "fifo"](
    references, frames)
  local got = trace.replay(trace.parse(text), frames, policy)
  local what = ("%s: %d references, %d pages, %d frames: "):format(policy,
    count, pages, frames)
  print(what .. f .. " faults, " .. w .. " written")
  assert(got.faults == f, what .. got.faults .. " faults, not " .. f)
  assert(got.evictions == e, what .. "evictions")
  assert(got.writes == w, what .. got.writes .. " written, not " .. w)
end

compare(500, 10, 1, 0.5, "clock")
compare(500, 10, 2, 0.5, "clock")
compare(1000, 30, 30, 0.5, "clock")
compare(1000, 30, 31, 0.5, "clock")
compare(2000, 100, 63, 0, "clock")
compare(2000, 100, 64, 1, "clock")
compare(2000, 200, 65, 0.3, "clock")
compare(2000, 100, 40, 0.3, "fifo_replacement")
compare(2000, 200, 129, 0.3, "fifo_replacement")
for _ = 1, slow and 3 or 20 do
  local pages = math.random(2, 300)
  compare(3000, pages, math.random(1, pages), math.random(), "clock")
end
if not slow then compare(20000, 3000, 700, 0.2, "clock") end

local function refused(text, pattern)
  local ok, message = pcall(trace.parse, text)
  assert(not ok and message:find(pattern), message)
end

refused("1\n2 w\nx\n", "line 3")
refused("1\n\n-2\n", "line 3")
refused("1\n4294967296\n", "line 2")
refused("1 2\n", "line 1")
refused("1\n0x\n", "line 2")
refused("1.5\n", "line 1")
refused("1 w w\n", "line 1")

local parsed = trace.parse("\xEF\xBB\xBF# a trace\n\n4294967295 w\r\n7w # far\n  0x7 r\n5")
assert(parsed.count == 4 and parsed.pages == 3)       -- with a byte order mark
local got = trace.replay(parsed, 2)
assert(got.faults == 3 and got.writes == 1, got.writes)
got = trace.replay(trace.parse(""), 2)
assert(got.faults == 0)
assert(trace.replay(parsed, 1 << 30).faults == 3)
assert(not pcall(trace.replay, parsed, 0))
collectgarbage()
local before = deimos.digest()     -- the script has all its memory by now
trace.replay(parsed, 2)
assert(deimos.digest() == before, "the digest")
print("trace: as simulated")
