-- SPDX-License-Identifier: MIT
-- Lines of text that a guest wrote, however long one is; pure.
--
-- A pattern such as "([^\n]*)\n" tries each character of a line without an
-- end anew, which takes minutes for a few hundred thousand. A plain search
-- looks at each once.

local M = {}

-- each: for line, after in lines.each(text): each complete line, and where
-- the next one begins.
function M.each(text)
  local from = 1
  return function()
    local newline = text:find("\n", from, true)
    if not newline then return nil end
    local line = text:sub(from, newline - 1)
    from = newline + 1
    return line, from
  end
end

-- last: the last line that is not empty, complete or not; "" if none is.
function M.last(text)
  local finish = #text
  while text:byte(finish) == 10 do finish = finish - 1 end
  local start = finish
  while start > 0 and text:byte(start) ~= 10 do start = start - 1 end
  return text:sub(start + 1, finish)
end

-- plain: without a terminal's escapes and without carriage returns.
function M.plain(text)
  return (text:gsub("\27%[[%d;?]*%a", ""):gsub("\r", ""))
end

return M
