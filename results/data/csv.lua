-- SPDX-License-Identifier: MIT
-- Comma separated values as RFC 4180 says, with plain newlines.

local M = {}

local function field(value)
  value = tostring(value == nil and "" or value)
  if value:find('[",\r\n]') then
    return '"' .. value:gsub('"', '""') .. '"'
  end
  return value
end

-- line: one record, with its newline; `count` since values may be nil.
function M.line(values, count)
  local fields = {}
  for i = 1, count or #values do fields[i] = field(values[i]) end
  return table.concat(fields, ",") .. "\n"
end

-- One field at `at`: its text and where the separator stands.
local function take(text, at)
  if text:sub(at, at) ~= '"' then
    local stop = text:find("[,\r\n]", at) or #text + 1
    return text:sub(at, stop - 1), stop
  end
  local parts, from = {}, at + 1
  while true do
    local stop = text:find('"', from, true)
    if not stop then error("unfinished quote in CSV", 0) end
    parts[#parts + 1] = text:sub(from, stop - 1)
    if text:sub(stop + 1, stop + 1) ~= '"' then
      return table.concat(parts), stop + 1
    end
    parts[#parts + 1] = '"'
    from = stop + 2
  end
end

-- rows: all records of a text as arrays of strings.
function M.rows(text)
  local rows, row, at = {}, {}, 1
  while at <= #text do
    local value, stop = take(text, at)
    row[#row + 1] = value
    if text:sub(stop, stop) ~= "," then
      rows[#rows + 1], row = row, {}
      stop = text:match("^\r?\n()", stop) or stop + 1
      at = stop
    else
      at = stop + 1
    end
  end
  return rows
end

-- records: rows as tables keyed by the header's names.
function M.records(text)
  local rows = M.rows(text)
  local header, records = table.remove(rows, 1) or {}, {}
  for i, row in ipairs(rows) do
    local record = {}
    for column, name in ipairs(header) do record[name] = row[column] end
    records[i] = record
  end
  return records, header
end

return M
