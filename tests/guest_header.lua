-- SPDX-License-Identifier: MIT
-- The header of a guest test: what to boot, and what must come of it. Each
-- line is a comment `-- key: value` above the first line of code.

local host = require "results.host"

local M = {}

local KEYS = {                          -- with their defaults
  machines = "qemu-icount", expect = "pass", modules = "", options = "",
  memory = "", cpu = "", boot = "kernel", limit = "60", second = "",
}
local LISTS = { output = true, ["not"] = true }

-- read: the header's fields; `output` and `not` are lists of patterns.
function M.read(path)
  local header = { output = {}, ["not"] = {} }
  for line in assert(host.read(path), path):gmatch("([^\n]*)\n") do
    if not line:find("^%-%-") and line:find("%S") then break end
    local key, value = line:match("^%-%- (%l+): (.*)$")
    if LISTS[key] then
      table.insert(header[key], value)
    elseif key == "modules" then         -- repeatable
      header.modules = (header.modules or "") .. " " .. value
    elseif KEYS[key] then
      header[key] = value
    end
  end
  for key, default in pairs(KEYS) do header[key] = header[key] or default end
  return header
end

return M
