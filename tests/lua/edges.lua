-- SPDX-License-Identifier: MIT
-- Sizes, counts, offsets and addresses around each edge of 32 bits, and pairs
-- of them whose sum wraps or just does not.

local PAGE <const>, ALL <const> = 4096, 0xffffffff

local M = { PAGE = PAGE }

M.EDGES = { 0, 1, PAGE - 1, PAGE, PAGE + 1, 1 << 20, 1 << 30, (1 << 31) - 1,
  1 << 31, (1 << 31) + 1, 0xd0000000, (1 << 32) - PAGE, ALL }
M.HUGE = { table.unpack(M.EDGES, 7) }       -- more than there is of anything

-- The edges, and what is a little off `at`.
function M.around(at)
  local list = { table.unpack(M.EDGES) }
  for _, d in ipairs { -1, 0, 1, PAGE, -PAGE } do
    list[#list + 1] = at + d & ALL
  end
  return list
end

-- The edges, and the sizes that end just before, at, and behind 4 GiB.
function M.wraps(at)
  return M.around((1 << 32) - at & ALL)
end

-- Every pair: f(first, second).
function M.each(first, second, f)
  for _, a in ipairs(first) do
    for _, b in ipairs(second) do f(a, b) end
  end
end

return M
