-- SPDX-License-Identifier: MIT
-- What tests/fuzz/records.c runs for each input. Its first byte says what is
-- mended first, or few inputs would get by the frames: 1, the CRCs; 2, the
-- numbers of the records and their count.

package.path = "./?.lua"
local collect = require "results.data.collect"
local records = require "results.data.records"

local CRCS <const>, NUMBERS <const> = 1, 2

local function mend(text, what)
  local last = 0
  text = text:gsub("@ (%d+) (%x+) ([^\r\n]*)", function(number, crc, payload)
    last = last + 1
    if what & NUMBERS ~= 0 then number = last end
    if what & CRCS ~= 0 then crc = ("%08x"):format(records.crc32(payload)) end
    return ("@ %s %s %s"):format(number, crc, payload)
  end)
  if what & NUMBERS == 0 then return text end
  return (text:gsub("records=%d+", "records=" .. last))
end

local function check_row(row)
  assert(row.n == 0 or #row.samples > 0, "a row without samples")
  for _, sample in ipairs(row.samples) do
    assert(math.type(sample) == "integer", "a sample is no integer")
  end
  assert(type(collect.name(row)) == "string")
end

-- A log is sound, or says why it is not.
return function(input)
  local text = mend(input:sub(2), input:byte() or 0)
  local run = collect.parse(text)
  for _, message in ipairs(run.errors) do
    assert(type(message) == "string" and #message > 10, "no reason")
  end
  if #run.errors > 0 then return end
  assert(math.type(run.status) == "integer", "no status, and no error")
  for _, row in ipairs(run.rows) do check_row(row) end
end
