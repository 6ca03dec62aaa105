-- SPDX-License-Identifier: MIT
-- What tests of the libraries in lua/script/ share: a system that is made up, which
-- notes what is asked of it and answers what a test says.

-- answers: by method, a value or a function of it; else 0.
local M = { answers = {}, checks = 0 }

local log = {}

function M.note(...)
  local words = table.pack(...)
  for i = 1, words.n do words[i] = tostring(words[i]) end
  log[#log + 1] = table.concat(words, " ")
end

-- made: what was asked since the last time.
function M.made()
  local text = table.concat(log, "; ")
  log = {}
  return text
end

function M.is(found, wanted, what)
  M.checks = M.checks + 1
  if found ~= wanted then
    error(("%s: '%s', not '%s'"):format(what or "?", found, wanted), 2)
  end
end

-- opened: an interface that has all methods.
function M.opened()
  return setmetatable({}, { __index = function(_, method)
    return function(...)
      M.note(method, ...)
      local answer = M.answers[method]
      if type(answer) == "function" then return answer(...) end
      return answer or 0
    end
  end, __tostring = function() return "opened" end })
end

return M
