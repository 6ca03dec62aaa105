-- SPDX-License-Identifier: MIT
-- Framed records (bench/record.h has the format): from the text of a serial
-- log to payloads. Pure. Whatever is damaged or missing becomes an error
-- that names the line and the record; nothing is guessed. Lines without a
-- frame are console text.

local lines = require "results.data.lines"

local M = {}

local POLYNOMIAL = 0xedb88320
local VERSION = "1"

local crc_table = {}
for byte = 0, 255 do
  local crc = byte
  for _ = 1, 8 do
    crc = crc >> 1 ~ (crc & 1 == 1 and POLYNOMIAL or 0)
  end
  crc_table[byte] = crc
end

-- crc32: IEEE 802.3, as zlib computes it.
function M.crc32(text)
  local crc = 0xffffffff
  for i = 1, #text do
    crc = crc >> 8 ~ crc_table[(crc ~ text:byte(i)) & 0xff]
  end
  return crc ~ 0xffffffff
end

local function decode(value)
  return (value:gsub("%%(%x%x)", function(hex)
    return string.char(tonumber(hex, 16))
  end))
end

-- payload: its kind and its fields, or nil and what is wrong.
function M.payload(text)
  local kind, rest = text:match("^(%S+)(.*)$")
  if not kind then return nil, "has no kind" end
  local fields = {}
  for word in rest:gmatch("%S+") do
    local key, value = word:match("^([^=]+)=(.*)$")
    if not key then return nil, ("has no value in '%s'"):format(word) end
    key = decode(key)
    if fields[key] then return nil, ("has '%s' twice"):format(key) end
    fields[key] = decode(value)
  end
  return kind, fields
end

local function add_error(log, line, ...)
  log.errors[#log.errors + 1] = ("line %d: "):format(line)
    .. string.format(...)
end

-- Sequence numbers go up by one; seen[n] is the line of record n.
local function check_sequence(log, line, sequence)
  if log.seen[sequence] then
    add_error(log, line, "record %d again (first on line %d)", sequence,
      log.seen[sequence])
    return false
  end
  log.seen[sequence] = line
  if sequence ~= log.last + 1 then
    add_error(log, line, "record %d follows record %d%s", sequence, log.last,
      sequence > log.last + 1 and ": missing between them" or "")
  end
  log.last = math.max(log.last, sequence)
  return true
end

local function frame(log, line, text)
  local number, crc, payload = text:match("^@ (%d+) (%x+) (.*)$")
  if not number or #crc ~= 8 or #number > 9 then
    return add_error(log, line, "damaged frame after record %d", log.last)
  end
  local sequence = math.tointeger(tonumber(number))
  local found = ("%08x"):format(M.crc32(payload))
  if found ~= crc then
    return add_error(log, line, "record %d: its CRC is %s, that of its "
      .. "content %s", sequence, crc, found)
  end
  if not check_sequence(log, line, sequence) then return end
  local kind, fields = M.payload(payload)
  if not kind then
    return add_error(log, line, "record %d %s", sequence, fields)
  end
  log.records[#log.records + 1] = { line = line, sequence = sequence,
    kind = kind, fields = fields }
end

local function begin(log, line, version)
  if log.begun then
    add_error(log, line, "a second begin record: two runs in one log?")
  elseif version ~= VERSION then
    add_error(log, line, "record format '%s', known is '%s'", version,
      VERSION)
  end
  log.begun = true
end

local function finish(log, line, text)
  local version, records, word =
    text:match("^DEIMOS%-END (%S+) records=(%d+) status=(%d+)$")
  local status = math.tointeger(tonumber(word))
  if version ~= VERSION or not status then
    return add_error(log, line, "damaged end record")
  elseif not log.begun then
    return add_error(log, line, "an end record before the begin record")
  elseif log.ended then
    return add_error(log, line, "a second end record")
  end
  log.ended, log.status = true, status
  local count = math.tointeger(tonumber(records))
  if count ~= log.last then
    add_error(log, line, "the guest sent %s records, the last here is %d",
      records, log.last)
  end
end

local function read_line(log, line, text)
  if text:find("^DEIMOS%-BEGIN") then
    begin(log, line, text:match("^DEIMOS%-BEGIN (.*)$"))
  elseif text:find("^DEIMOS%-END") then
    finish(log, line, text)
  elseif text:find("^@") and log.begun then
    if log.ended then
      add_error(log, line, "a record after the end record")
    end
    frame(log, line, text)
  end
end

-- parse: { records, errors, status }. A record is { line, sequence, kind,
-- fields }; status is the exit code in the end record. A last line without
-- its newline was cut, and does not count.
function M.parse(text)
  local log = { records = {}, errors = {}, seen = {}, last = 0 }
  local number = 0
  for line in lines.each(text) do
    number = number + 1
    -- What a boot loader left on the line is no part of a record: in one,
    -- that is written as %XX.
    read_line(log, number, lines.plain(line))
  end
  if not log.begun then
    add_error(log, number, "there is no begin record")
  elseif not log.ended then
    add_error(log, number, "the log ends after record %d: no end record",
      log.last)
  end
  return log
end

return M
