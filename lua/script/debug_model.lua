-- SPDX-License-Identifier: MIT
-- The model `debug` put under another memory model (modules/api/debug.h), and
-- taken off again; errors are raised:
--
--     local debugger <close> = require("debug_model").under(paged)
--     local watch = debugger.watch(space, address, 64, "rw")
--     model.run(space, 0)
--     for _, entry in ipairs(debugger.log()) do print(entry.kind, entry.eip) end

local check = require "check"

local M = {}

-- As in modules/api/debug.h.
local KIND <const> = { r = 1, w = 2, x = 4 }
local KINDS <const> = { [1] = "read", [2] = "write", [4] = "execute",
  [8] = "step", [16] = "guard", [32] = "death" }
local WORDS <const> = { "number", "space", "kind", "address", "eip" }
local ROOM <const> = 64                 -- entries that are taken at a time
local MOST <const> = 256                -- that debug keeps (modules/models/debug/log.c)
-- Receptacles of debug, which are the interfaces' names, too.
local NEEDED <const>, PAGES <const> = { "memory", "steps" }, "pages"

local function checked(method, value)
  return check.result("debug", method, value)
end

local function offers(module)
  local found = {}
  for _, i in ipairs(module:interfaces()) do found[i.name] = true end
  return found
end

-- "rw", "x": the kinds of access.
local function kinds_of(text)
  local kinds = 0
  check.text("debug.watch kinds", text)
  for letter in text:gmatch(".") do
    if not KIND[letter] then
      check.fail("debug.watch kinds", "r, w or x expected, got '%s'", letter)
    end
    kinds = kinds | KIND[letter]
  end
  return kinds
end

-- A function that takes the entries out, the oldest first. They may come faster than
-- they are taken: it returns with as many as there can be at a time.
function M.log_of(raw)
  local buffer = deimos.buffer(4 * #WORDS * ROOM)

  return function()
    local entries, count = {}
    repeat
      count = checked("log", raw.log(buffer, ROOM))
      for i = 0, count - 1 do
        local entry = {}
        for n, word in ipairs(WORDS) do
          entry[word] = buffer:u32(4 * (#WORDS * i + n - 1))
        end
        entry.kind = KINDS[entry.kind]
        entries[#entries + 1] = entry
      end
    until count < ROOM or #entries >= MOST
    return entries
  end
end

local function add_methods(raw, debugger)
  local at = deimos.buffer(4)

  function debugger.watch(space, address, size, kinds)
    return checked("watch", raw.watch(space, address, size, kinds_of(kinds)))
  end

  function debugger.guard(space, size)
    checked("guard", raw.guard(space, size, at))
    return at:u32(0)
  end

  for _, name in ipairs { "unwatch", "unguard", "step", "left", "lost" } do
    debugger[name] = function(...)
      return checked(name, raw[name](...))
    end
  end

  function debugger.off(space) return checked("off", raw.off(space or 0)) end
end

-- The last binding is the one that another debugger may have.
local function put_under(module, model, has)
  for _, name in ipairs(NEEDED) do deimos.bind(module, name, model, name) end
  if has[PAGES] then deimos.bind(module, PAGES, model, PAGES) end
  return deimos.bind(model, "watch", module, "watch")
end

-- `model`: the module of one whose clients run at ring 3.
function M.under(model)
  check.module("debug_model.under model", model)
  local has = offers(model)
  for _, name in ipairs(NEEDED) do
    if not has[name] then
      check.fail("debug_model.under model",
        "its clients cannot be watched: no interface '%s'", name)
    end
  end
  local module = deimos.load("debug")
  local ok, watch = pcall(put_under, module, model, has)
  if not ok then
    module:unload()
    error(watch, 0)
  end
  local raw = module:open("debug")
  local debugger = { raw = raw, module = module, watch_binding = watch }
  add_methods(raw, debugger)
  debugger.log = M.log_of(raw)

  -- What it has under way is taken off by the module itself.
  function debugger.unload()
    debugger.off()
    watch:unbind()
    deimos.close(raw)
    module:unload()
  end

  return setmetatable(debugger, { __close = debugger.unload })
end

return M
