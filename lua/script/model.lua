-- SPDX-License-Identifier: MIT
-- model.load(name[, parts]): a memory model with the modules that it needs, as
-- one thing to be unloaded. An unknown one is an error that names the known ones;
-- exists(name) asks first.
--
--   local model <close> = require("model").load("paged")
--   local binding = model:bind("trap", mine, "trap")

local check = require "check"

local M = {}

-- Those of this tree; any module of the archive is taken, too.
local KNOWN <const> = { "flat", "segmented", "paged", "segpaged",
  "null_memory" }

-- Receptacle of the model: the module that serves it here. Its interface has
-- the receptacle's name.
local PARTS <const> = { store = "store_ram", replacement = "clock" }

local RECEPTACLES <const> = { "store", "replacement" }

local Model = {}
Model.__index = Model

-- A receptacle's node is a handle.
local function receptacles(module)
  local found = {}
  for _, r in ipairs(deimos.graph().receptacles) do
    if r.node == module.handle then found[r.name] = r end
  end
  return found
end

function M.exists(name)
  check.text("model.exists name", name)
  return #name < 32 and deimos.archive(("modules/%s.o"):format(name)) ~= nil
end

-- parts: other modules than the usual ones, such as { replacement = "mine" }.
function M.load(name, parts)
  check.text("model.load name", name)
  parts = check.fields("model.load", parts or {}, RECEPTACLES)
  if not M.exists(name) then check.choice("model.load name", name, KNOWN) end
  local model = setmetatable({ name = name, parts = {}, bound = {} }, Model)
  model.module = deimos.load(name)
  for receptacle in pairs(receptacles(model.module)) do
    local part = parts[receptacle] or PARTS[receptacle]
    if part then
      local module = deimos.load(part)
      table.insert(model.parts, module)
      model:bind(receptacle, module, receptacle)
      if receptacle == "replacement" then       -- which asks in its turn
        model:adopt(deimos.bind(module, "frames", model.module, "frames"))
      end
    end
  end
  return model
end

-- Has the model an interface of that name?
function Model:offers(interface)
  check.text("model:offers interface", interface)
  for _, i in ipairs(self.module:interfaces()) do
    if i.name == interface then return true end
  end
  return false
end

-- A binding that ends with unbind(), too.
function Model:adopt(binding)
  table.insert(self.bound, binding)
  return binding
end

function Model:bind(receptacle, module, interface)
  check.text("model:bind receptacle", receptacle)
  check.module("model:bind module", module)
  check.text("model:bind interface", interface)
  return self:adopt(deimos.bind(self.module, receptacle, module, interface))
end

-- What bind() bound, and the parts.
function Model:unbind()
  for _, binding in ipairs(self.bound) do binding:unbind() end
  self.bound = {}
end

function Model:unload()
  self:unbind()
  self.module:unload()
  for _, part in ipairs(self.parts) do part:unload() end
end

Model.__close = Model.unload

return M
