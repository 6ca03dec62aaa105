-- SPDX-License-Identifier: MIT
-- Which initial user module boots: the setting IUM. `lua` runs workloads and
-- is the default, `shell` is its prompt; any other module of the tree, or a
-- C file or a folder of C files from outside it (the Makefile builds that).

local host = require "results.host"
local verdicts = require "results.boot.verdicts"

local M = {}

M.default = "lua"
M.shell = "shell"

local USAGE <const> = verdicts.status.badscript
local NAME_MAX = 31                     -- characters of a module's name

local function built(name)
  for path in host.env("USER_OBJECTS", ""):gmatch("%S+") do
    if host.stem(path) == name then return true end
  end
  return host.exists(("%s/modules/%s.o"):format(host.build(), name))
end

-- choice: the module's name, from the setting.
function M.choice()
  local spec = host.env("IUM", M.default):gsub("/+$", "")
  if spec == M.shell then return M.shell end
  local name = spec:match("([^/]+)$") or spec
  name = name:gsub("%.c$", "")
  if not name:find("^[%w_.-]+$") or #name > NAME_MAX then
    host.fail(USAGE, "IUM: '%s' is no name of a module", spec)
  elseif name ~= M.default and not built(name) then
    host.fail(USAGE, "IUM: no module '%s'; there are lua, shell, mini, or the "
      .. "path of a C file or of a folder with C files", spec)
  end
  return name
end

-- policy: the constraints of the core's interfaces that lie in the folder of
-- an initial user module: { ["cm.predicate"] = path }.
function M.policy()
  local spec, files = host.env("IUM", M.default):gsub("/+$", ""), {}
  for _, root in ipairs { spec, "modules/iums/" .. spec } do
    for _, kind in ipairs { "pairs", "predicate" } do
      for _, path in ipairs(host.list(host.quote(root) .. "/*."
          .. kind)) do
        files[path:match("[^/]+$")] = path
      end
    end
  end
  return files
end

-- option: what the kernel's command line says of a choice.
function M.option(choice)
  if choice == M.shell then return "shell=1" end
  return choice ~= M.default and "ium=" .. choice or nil
end

return M
