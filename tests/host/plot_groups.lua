-- SPDX-License-Identifier: MIT
-- Which rows are drawn together, of rows at random: against the definition in
-- results/show/plot.lua's head, word by word.

local plot = require "results.show.plot"

local random = math.random
math.randomseed(21)

local function random_rows()
  local rows = {}
  for i = 1, random(0, 9) do
    rows[i] = { experiment = "e" .. random(3), case = "c" .. random(2),
      model = random(3) == 1 and "m" or "", n = tostring(random(4) - 1),
      x = ({ "", "0", "1", "2", "k" })[random(5)], clock = "k" .. random(9) }
  end
  return rows
end

local function key(row)
  return row.experiment .. "/" .. row.case .. "/" .. row.model
end

-- A case whose x has, after its first row, a number that is not the first.
local function is_curve(rows, row)
  local first
  for _, other in ipairs(rows) do
    if key(other) == key(row) then
      if first and tonumber(other.x) and other.x ~= first then return true end
      first = first or other.x
    end
  end
  return false
end

local function reference(all)
  local rows, list, at = {}, {}, {}
  for _, row in ipairs(all) do
    if tonumber(row.n) > 0 then rows[#rows + 1] = row end
  end
  for _, row in ipairs(rows) do
    local has = {}
    for _, other in ipairs(rows) do
      if other.experiment == row.experiment then
        has[is_curve(rows, other)] = true
      end
    end
    local mixed, curve = has[true] and has[false] or false, is_curve(rows, row)
    local name = row.experiment .. (mixed and curve and "-x" or "")
    if not at[name] then
      at[name] = { name = name, file = name, clock = row.clock,
        bars = mixed and not curve, rows = {} }
      list[#list + 1] = at[name]
    end
    table.insert(at[name].rows, row)
  end
  return list
end

local mixed = 0
for _ = 1, 4000 do
  local rows = random_rows()
  local found, wanted = plot.groups(rows), reference(rows)
  assert(#found == #wanted, "plots")
  for i, group in ipairs(wanted) do
    for _, field in ipairs { "name", "file", "clock", "bars" } do
      assert(found[i][field] == group[field], ("%s of %s: %s"):format(field,
        group.name, found[i][field]))
    end
    assert(#found[i].rows == #group.rows, group.name .. "'s rows")
    for k, row in ipairs(group.rows) do
      assert(found[i].rows[k] == row, group.name .. "'s rows")
    end
    mixed = mixed + (group.bars and 1 or 0)
  end
end
assert(mixed > 500)
print(("groups: %d of mixed experiments"):format(mixed))
