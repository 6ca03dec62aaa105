-- SPDX-License-Identifier: MIT
-- What make builds of boot archives and images:
--
--   lua5.4 results/image.lua archive FOLDER OUT.tar
--   lua5.4 results/image.lua iso OUT.iso     (the one with the whole menu)

local host = require "results.host"
local image = require "results.boot.image"
local ium = require "results.boot.ium"
local workloads = require "results.boot.workloads"

-- The whole menu, for real machines: records leave on the one serial line.
-- An initial user module other than Lua comes first.
local function full_menu()
  local names, entries = { "bench" }, {}
  for _, name in ipairs((workloads.names())) do
    if name ~= "bench" then names[#names + 1] = name end
  end
  for i, name in ipairs(names) do
    entries[i] = { title = name,
      append = ("workload=%s machine=metal results=com1"):format(name) }
  end
  table.insert(entries, 2, { title = "shell, a Lua prompt",
    append = "shell=1 machine=metal" })
  local choice = ium.choice()
  if choice ~= ium.default then
    table.insert(entries, 1, { title = "initial user module " .. choice,
      append = ium.option(choice) .. " machine=metal results=com1" })
  end
  return entries
end

-- The tree's archive; with USER_OBJECTS if there are any.
local function full_archive()
  local modules = {}
  for path in host.env("USER_OBJECTS", ""):gmatch("%S+") do
    modules[host.stem(path)] = path
  end
  local policy = ium.policy()
  if not next(modules) and not next(policy) then
    return host.build() .. "/archive.tar"
  end
  return image.extend(host.fresh(host.build() .. "/run/iso"),
    { modules = modules, policy = policy })
end

local what, first, second = ...
if what == "archive" then
  image.archive(first, second)
elseif what == "iso" then
  image.iso(first, full_archive(), full_menu())
end
