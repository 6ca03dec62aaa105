-- SPDX-License-Identifier: MIT
-- A memory model for scripts (modules/memory.h), with results in the place of
-- out-parameters, and errors raised:
--
--     local memory = require "memory"
--     local model = memory.open(deimos.load "paged")
--     local space = model.create()
--     model.load(space, "client_hello")
--     print(model.run(space, 0))
--     model.destroy(space)
--     model.close()

local USAGE = { "spaces", "mapped", "resident", "shared", "free", "faults",
  "evictions", "writes", "lost" }

local M = { READ = 1, WRITE = 2, EXECUTE = 4 }

local function checked(name, value)
  if value < 0 then
    error(("memory '%s': %s"):format(name, deimos.error_text(value)), 3)
  end
  return value
end

-- The methods whose only results are a handle, or nothing.
local function plain(raw, model, name)
  model[name] = function(...) return checked(name, raw[name](...)) end
end

-- Those with `at` behind their n arguments.
local function placing(raw, model, name, n)
  local at = deimos.buffer(4)
  model[name] = function(...)
    local arguments = table.pack(...)
    arguments[n + 1] = at
    checked(name, raw[name](table.unpack(arguments, 1, n + 1)))
    return at:u32(0)
  end
end

function M.open(module)
  local raw = module:open("memory")
  local model = { raw = raw, module = module }

  for _, name in ipairs { "create", "destroy", "load", "unmap", "protect",
      "copy", "release_frame" } do
    plain(raw, model, name)
  end
  placing(raw, model, "map", 4)         -- space, address, size, access
  placing(raw, model, "grow", 2)        -- space, bytes
  placing(raw, model, "share", 5)   -- space, address, size, other, access
  placing(raw, model, "attach", 4)      -- space, name, size, access

  -- What the client gave to exit(): any integer, so errors are not told
  -- apart here.
  function model.run(space, argument) return raw.run(space, argument or 0) end

  function model.read(space, address, size)
    local data = deimos.buffer(size)
    checked("read", raw.read(space, address, data, size))
    return data:string()
  end

  function model.write(space, address, text)
    return checked("write", raw.write(space, address, text, #text))
  end

  function model.usage(space)
    local data, usage = deimos.buffer(4 * #USAGE), {}
    checked("usage", raw.usage(space or 0, data))
    for i, name in ipairs(USAGE) do usage[name] = data:u32(4 * (i - 1)) end
    return usage
  end

  function model.close() deimos.close(raw) end
  return model
end

return M
