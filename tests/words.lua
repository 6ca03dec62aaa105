-- SPDX-License-Identifier: MIT
-- For lint: one way to write a thing in C.

local M = {}

-- Pointers are tested by themselves; `!= NULL` only makes a number of one.
local NULL_TESTS <const> = {
  "== NULL", "!= NULL%s*&&", "!= NULL%s*||", "!= NULL%s*%?",
  "^%s*[%l ]*%f[%l]if %(.*!= NULL%)%s*{?$",
  "^%s*while %(.*!= NULL%)%s*[{;]?$", "^%s*for %(.*; [^;]*!= NULL;",
}

function M.check(path, number, line, finding)
  if not path:find("%.[ch]$") then return end
  for _, pattern in ipairs(NULL_TESTS) do
    if line:find(pattern) then
      finding(path, number, "a test against NULL: write `p` or `!p`")
      return
    end
  end
end

return M
