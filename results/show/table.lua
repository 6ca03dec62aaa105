-- SPDX-License-Identifier: MIT
-- The summary as an aligned table for the terminal. `net` is p50 less the
-- overhead of an empty body; p50 itself is raw.

local M = {}

local COLUMNS = { "experiment", "case", "model", "x", "n", "cold", "p50",
  "net", "min", "p99", "unit", "verified" }
local RIGHT = { x = true, n = true, cold = true, p50 = true, net = true,
  min = true, p99 = true }

-- net: p50 less overhead, or "" where there is none.
function M.net(row)
  local p50, overhead = tonumber(row.p50), tonumber(row.overhead)
  return p50 and overhead and p50 - overhead or ""
end

-- What stands in a column. A row without samples says so: n/a.
function M.shown(row, name)
  if name == "net" then return M.net(row) end
  if name == "verified" and row.verified == "" then return "n/a" end
  return row[name]
end

local function cells(row)
  local list = {}
  for i, name in ipairs(COLUMNS) do list[i] = tostring(M.shown(row, name)) end
  return list
end

-- Columns that a text takes on the terminal, as far as UTF-8 tells.
local function width(text)
  return utf8.len(text) or #text
end

-- pad: the text, and blanks up to that width.
function M.pad(text, wide)
  return text .. (" "):rep(wide - width(text))
end

-- Columns that are empty in every row are left out.
local function widths(lines)
  local wide = {}
  for column in ipairs(COLUMNS) do
    local used = 0
    for i = 2, #lines do used = math.max(used, width(lines[i][column])) end
    wide[column] = used > 0 and math.max(used, #COLUMNS[column]) or 0
  end
  return wide
end

local function format_line(line, wide)
  local parts = {}
  for column, text in ipairs(line) do
    if wide[column] > 0 then
      local pad = (" "):rep(wide[column] - width(text))
      parts[#parts + 1] = RIGHT[COLUMNS[column]] and pad .. text or text .. pad
    end
  end
  return (table.concat(parts, "  "):gsub(" +$", ""))
end

-- text: the table of summary rows.
function M.text(rows)
  local lines, out = { COLUMNS }, {}
  for i, row in ipairs(rows) do lines[i + 1] = cells(row) end
  local wide = widths(lines)
  for i, line in ipairs(lines) do out[i] = format_line(line, wide) end
  return table.concat(out, "\n")
end

return M
