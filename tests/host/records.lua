-- SPDX-License-Identifier: MIT
-- A log of records, and each thing that can be wrong with one: what is said of
-- it, to the letter, and what is kept of the rest.

local records = require "results.data.records"

local BEGIN <const> = "DEIMOS-BEGIN 1"

local function frame(n, payload)
  return ("@ %d %08x %s"):format(n, records.crc32(payload), payload)
end

local function finish(n, status)
  return ("DEIMOS-END 1 records=%d status=%d"):format(n, status or 16)
end

local ONE <const>, TWO <const> = frame(1, "a k=v"), frame(2, "b")
local CRC <const> = ("%08x"):format(records.crc32("a k=v"))

-- The lines; all errors; how many records are kept.
local function try(lines, errors, kept)
  local log = records.parse(table.concat(lines, "\n") .. "\n")
  local found = table.concat(log.errors, "\n")
  assert(found == errors, ("'%s', not '%s'"):format(found, errors))
  assert(#log.records == kept, ("%d records, not %d"):format(#log.records,
    kept))
  return log
end

local log = try({ "text", BEGIN, "@ is no record", ONE, TWO, finish(2, 17) },
  "line 3: damaged frame after record 0", 2)
assert(log.status == 17 and log.records[1].fields.k == "v"
  and log.records[1].kind == "a" and log.records[1].line == 4
  and log.records[2].sequence == 2 and next(log.records[2].fields) == nil)

for _, case in ipairs {
  { { BEGIN, ONE, TWO, finish(2) }, "", 2 },
  { { ONE, BEGIN, ONE, finish(1) }, "", 1 },
  { { "text" }, "line 1: there is no begin record", 0 },
  { { BEGIN, ONE, TWO },
    "line 3: the log ends after record 2: no end record", 2 },
  { { "DEIMOS-BEGIN 2", finish(0) },
    "line 1: record format '2', known is '1'", 0 },
  { { BEGIN, ONE, BEGIN, finish(1) },
    "line 3: a second begin record: two runs in one log?", 1 },
  { { finish(0), BEGIN, finish(0) },
    "line 1: an end record before the begin record", 0 },
  { { BEGIN, finish(0), finish(0) }, "line 3: a second end record", 0 },
  { { BEGIN, "DEIMOS-END 1 records=x status=16" },
    "line 2: damaged end record\n"
    .. "line 2: the log ends after record 0: no end record", 0 },
  { { BEGIN, "DEIMOS-END 2 records=0 status=16", finish(0) },
    "line 2: damaged end record", 0 },
  { { BEGIN, ONE, finish(2) },
    "line 3: the guest sent 2 records, the last here is 1", 1 },
  { { BEGIN, finish(0), ONE }, "line 3: a record after the end record", 1 },
  { { BEGIN, ONE, ONE, finish(1) },
    "line 3: record 1 again (first on line 2)", 1 },
  { { BEGIN, TWO, finish(2) },
    "line 2: record 2 follows record 0: missing between them", 1 },
  { { BEGIN, TWO, ONE, finish(2) },
    "line 2: record 2 follows record 0: missing between them\n"
    .. "line 3: record 1 follows record 2", 2 },
  { { BEGIN, "@ 1 1234567 a", finish(0) },
    "line 2: damaged frame after record 0", 0 },
  { { BEGIN, ONE, "@ 1234567890 12345678 a", finish(1) },
    "line 3: damaged frame after record 1", 1 },
  { { BEGIN, "@ 1 00000000 a k=v", finish(0) },
    ("line 2: record 1: its CRC is 00000000, that of its content %s")
    :format(CRC), 0 },
  { { BEGIN, frame(1, " k=v"), finish(1) }, "line 2: record 1 has no kind", 0 },
  { { BEGIN, frame(1, "a k"), finish(1) },
    "line 2: record 1 has no value in 'k'", 0 },
  { { BEGIN, frame(1, "a k=v k=w"), finish(1) },
    "line 2: record 1 has 'k' twice", 0 },
} do
  try(table.unpack(case))
end

-- Nothing at all, or not one whole line.
for _, text in ipairs { "", BEGIN } do
  local none = records.parse(text)
  assert(#none.records == 0 and #none.errors == 1 and not none.status
    and none.errors[1] == "line 0: there is no begin record", none.errors[1])
end
-- A last line without its newline was cut.
local cut = records.parse(BEGIN .. "\n" .. ONE .. "\n" .. finish(1))
assert(#cut.errors == 1 and not cut.status)
-- A number is digits and no more.
local integer = require("results.data.fields").integer
for _, text in ipairs { "", "x", "1.0", "1e3", "0x10", "-1", "+1", " 1", "1 ", "1.",
    "99999999999999999999" } do
  assert(integer(text) == nil, text)
end
assert(integer "0" == 0 and integer "007" == 7
  and integer "9223372036854775807" == math.maxinteger)
print("records: what is wrong with one is said")
