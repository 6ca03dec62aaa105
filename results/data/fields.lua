-- SPDX-License-Identifier: MIT
-- The fields of a record: read, or an error of the run that names the line and
-- the record. Pure.

local M = {}

function M.add_error(run, record, ...)
  run.errors[#run.errors + 1] = ("line %d: record %d: "):format(record.line,
    record.sequence) .. string.format(...)
end

function M.integer(text)
  return text:find("^%d+$") and math.tointeger(tonumber(text)) or nil
end

-- The field as text; nil and an error if it is not there.
function M.field(run, record, key)
  local value = record.fields[key]
  if not value then
    M.add_error(run, record, "a %s without '%s'", record.kind, key)
  end
  return value
end

function M.number(run, record, key)
  local text = M.field(run, record, key)
  local value = text and M.integer(text)
  if text and not value then
    M.add_error(run, record, "%s='%s' is not a number", key, text)
  end
  return value
end

return M
