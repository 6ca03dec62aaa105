-- SPDX-License-Identifier: MIT
-- What lies in which room of modules/: for lint.lua.

local host = require "results.host"

local M = {}

local TABLE <const> = "modules/modules.mk"

-- What each memory model has, so that who knows one finds their way in all.
local MODEL <const> = { "model.c", "model.h", "space.c", "map.c", "access.c" }

-- The rooms, by the table in modules/modules.mk: a file NAME.c or a folder of
-- sources in one is a module, and there is nothing else in it.
local function check_in_room(finding, path, room)
  local rest = path:sub(#room + 2)
  local inside = rest:match("^[^/]+/")
  if inside and #host.list(("%s/%s*.c"):format(room, inside)) == 0 then
    finding(path, 1, "a folder without a C file is no module")
  elseif not inside and not rest:find("%.c$") and rest ~= "README.md" then
    finding(path, 1, "no module, so it does not belong into %s", room)
  end
end

local function check_models(finding)
  for _, folder in ipairs(host.list("modules/models/*/")) do
    for _, name in ipairs(MODEL) do
      if not host.exists(folder .. name) then
        finding(folder, 1, "a memory model has a file %s", name)
      end
    end
  end
end

-- All of modules/ is its contracts, what modules are made of, and rooms.
function M.check(finding)
  local known = { ["modules/api"] = false, ["modules/lib"] = false,
    ["modules/README"] = false, ["modules/modules"] = false }
  for room in host.read(TABLE):gmatch("%$%(call room,([%w_/]+),") do
    known[room] = room
  end
  for path in host.output("find modules bench/experiments -type f")
      :gmatch("[^\n]+") do
    local room = known[path:match("^%w+/%w+")]
    if room then check_in_room(finding, path, room) end
    if room == nil then
      finding(path, 1, "in no room of the table in " .. TABLE)
    end
  end
  check_models(finding)
end

return M
