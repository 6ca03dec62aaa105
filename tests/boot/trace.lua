-- SPDX-License-Identifier: MIT
-- Replayed traces take the faults and write-backs of the policy, compared
-- with a simulation; what is no trace is refused, with its line.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 300

local reference = require "clock_reference"
local trace = require "trace"

local slow = deimos.machine().segment_limits

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

local function refused(text, pattern, options)
  local ok, message = pcall(trace.parse, text, options)
  assert(not ok and message:find(pattern), message)
end

refused("1\n2 w\nx\n", "line 3")
refused("1\n\n-2\n", "line 3")
refused("1\n4294967296\n", "line 2: .* not a page number of up to 32 bits")
refused("1\n4294967296\n", "line 2: .* not a page number of up to 32 bits",
  { unit = "pages" })
refused("1 2\n", "line 1")
refused("1\n0x\n", "line 2")
refused("1.5\n", "line 1")
refused("1 w w\n", "line 1")

-- Beyond 64 bits in any base, whatever the unit: never another number.
for _, digits in ipairs { "18446744073709551616", "18446744073709551617",
    "99999999999999999999", "184467440737095516150",
    "0x10000000000000005", "0xfffffffffffffffff", "0x1" .. ("0"):rep(300),
    ("9"):rep(400) } do
  for _, unit in ipairs { "bytes", "pages", "none" } do
    refused("1\n" .. digits .. "\n", "line 2: '[%w]+' is beyond 64 bits",
      { unit = unit ~= "none" and unit or nil })
  end
end
refused("10000000000000005", "beyond 64 bits", { unit = "bytes", base = 16 })

-- What looks like addresses is asked about; with a unit it is not.
local ADDRESSES <const> = {
  "70146\n12288\n51203\n4099\n70147\n200\n", "4096\n8192\n4096\n",
  "100\n432\n101\n612\n102\n103\n", "0100\n0432\n", "00507310 R\n",
  "507310 R\n507314 W\n", "10442088 R\n", "r 16384\nw 16385\n", "7fff1a\n",
  "beef w\n", "1\n2\nR 3\n", "0x7fff1000\n0x7fff1004 w\n",
}
for _, text in ipairs(ADDRESSES) do
  refused(text, "line %d+: .*arg%.unit=bytes arg%.page=4096.*arg%.unit=pages")
  for _, unit in ipairs { "bytes", "pages" } do
    local base = text:find("0x") and 10 or 16
    assert(trace.parse(text, { unit = unit, base = base }).count > 0)
  end
end
-- An array's words, from 0 on, in any order; pages may lie apart, too, but not
-- many of them, and not all.
local function strided(from, count, step)
  local text = {}
  for i = 1, count do text[i] = from + (i * 7 % count) * step end
  return table.concat(text, "\n")
end
for _, case in ipairs { { 0, 16, 4 }, { 0, 1000, 4 }, { 2, 64, 8 },
    { 0, 500, 12 } } do
  local text = strided(table.unpack(case))
  refused(text, "all %d+ or a multiple apart; .*arg%.unit=pages")
  assert(trace.parse(text, { unit = "pages" }).pages == case[2])
  assert(trace.parse(text .. "\n1\n").pages == case[2] + 1)
end
for _, case in ipairs { { 0, 15, 4 }, { 0, 1000, 3 }, { 5, 300, 1 },
    { 0, 1, 4 } } do
  assert(trace.parse(strided(table.unpack(case))).pages == case[2])
end
refused("0100\n", "arg.base=16", { unit = "bytes" })
refused("1f\n", "not a number", { unit = "bytes", base = 10 })

-- Addresses give their pages.
local function pages_of(text, options)
  local places = {}
  require("trace_text").references(text, options, function(page, is_write)
    places[#places + 1] = ("%u%s"):format(page, is_write and "w" or "")
  end)
  return table.concat(places, " ")
end
local BYTES <const> = { unit = "bytes" }
assert(pages_of(ADDRESSES[1], BYTES) == "17 3 12 1 17 0")
assert(pages_of("0\n4095 w\nW 4096\n0x1fffw\n", BYTES) == "0 0w 1w 1w")
assert(pages_of("100\n432\n101\n", { unit = "bytes", page = 100 }) == "1 4 1")
assert(pages_of("507310 R\nfffff W\n", { unit = "bytes", base = 16 })
  == "1287 255w")
assert(pages_of("18446744073709551615\n0xffffffffffffffff", { unit = "bytes",
  page = 1 << 30 }) == "17179869183 17179869183")
assert(pages_of("18446744073709551615", { unit = "bytes", page = 10 })
  == "1844674407370955161")
refused("1", "'unit' %('words' is unknown", { unit = "words" })
refused("1", "'page'", { page = 4096 })
refused("1", "'page'", { unit = "bytes", page = 0 })
refused("1", "'base'", { unit = "bytes", base = 8 })
refused("1", "'pag'; the nearest is 'page'", { pag = 4096 })

local parsed = trace.parse("\xEF\xBB\xBF# a trace\n\n4294967295 w\r\n7w # far\n  0x7 r\n5",
  { unit = "pages" })
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
