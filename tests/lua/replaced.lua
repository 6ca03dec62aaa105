-- SPDX-License-Identifier: MIT
-- Modules in whose place others are. One that a thread was inside, or whose stack looked
-- like that where a tick came, drains, and can be unloaded when that has ended.
--
--     local new = replaced.by(old, "coop")
--     ...                                  -- threads end
--     replaced.unload()

local points = require "points"
local M = {}
local old = {}

-- Does `module` drain?
function M.drains(module)
  local node = points.node(module)
  assert(not node or node.state == "draining", "it has a successor, and lives")
  return node ~= nil
end

function M.note(module)
  if M.drains(module) then table.insert(old, module) end
end

function M.by(module, name)
  local new = module:replace(name)
  M.note(module)
  return new
end

function M.unload()
  for _, module in ipairs(old) do module:unload() end
  old = {}
end

return M
