-- SPDX-License-Identifier: MIT
-- The nearest of some names to one that is none of them. As a command:
--
--   lua5.4 results/nearest.lua NAME KNOWN...
--
-- prints it, or nothing if all of them are far off.

local M = {}

-- How many letters to change, leave out, add, or swap with the next.
local function distance(a, b)
  local rows = {}
  for i = 0, #a do
    rows[i] = { [0] = i }
    for j = 1, i == 0 and #b or 0 do rows[0][j] = j end
  end
  for i = 1, #a do
    for j = 1, #b do
      local x, y = a:byte(i), b:byte(j)
      local least = math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1,
        rows[i - 1][j - 1] + (x == y and 0 or 1))
      if i > 1 and j > 1 and x == b:byte(j - 1) and y == a:byte(i - 1) then
        least = math.min(least, rows[i - 2][j - 2] + 1)
      end
      rows[i][j] = least
    end
  end
  return rows[#a][#b]
end

-- of: nil if more than half of its letters would change; case is no matter.
function M.of(name, known)
  local best, least = nil, #name // 2 + 1
  for _, one in ipairs(known) do
    local d = distance(name:upper(), one:upper())
    if d < least then best, least = one, d end
  end
  return best
end

if (...) ~= "results.nearest" then
  local known = { ... }
  print(M.of(table.remove(known, 1) or "", known) or "")
end

return M
