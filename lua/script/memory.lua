-- SPDX-License-Identifier: MIT
-- A memory model for scripts (modules/api/memory.h), with results in the place of
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

local WORD_MIN <const>, WORD_MAX <const> = -0x80000000, 0xffffffff
local BUFFER_MAX <const> = 16 << 20     -- bytes that one call moves

-- Method: its arguments, by name; texts are marked. Those with `at` at their
-- end have a result there.
local PLAIN <const> = {
  create = {}, destroy = { "space" }, load = { "space", "*image" },
  unmap = { "space", "address", "size" },
  protect = { "space", "address", "size", "access" },
  copy = { "space" }, release_frame = { "frame" },
}
local PLACING <const> = {
  map = { "space", "address", "size", "access" },
  grow = { "space", "bytes" },
  share = { "space", "address", "size", "other", "access" },
  attach = { "space", "*name", "size", "access" },
}

local check = require "check"

local M = { READ = 1, WRITE = 2, EXECUTE = 4 }

local function checked(method, value)
  return check.result("memory", method, value)
end

local function word(method, argument, value)
  return check.integer(("memory.%s %s"):format(method, argument), value,
    WORD_MIN, WORD_MAX)
end

-- The arguments, once they are looked at.
local function arguments_of(method, names, ...)
  local given = table.pack(...)
  for i, name in ipairs(names) do
    local text = name:match("^%*(.*)")
    if text then
      check.text(("memory.%s %s"):format(method, text), given[i])
    else
      given[i] = word(method, name, given[i])
    end
  end
  return given
end

-- The methods whose only results are a handle, or nothing.
local function plain(raw, model, method, names)
  model[method] = function(...)
    local given = arguments_of(method, names, ...)
    return checked(method, raw[method](table.unpack(given, 1, #names)))
  end
end

-- Those with `at` behind their arguments.
local function placing(raw, model, method, names)
  local at = deimos.buffer(4)
  model[method] = function(...)
    local given = arguments_of(method, names, ...)
    given[#names + 1] = at
    checked(method, raw[method](table.unpack(given, 1, #names + 1)))
    return at:u32(0)
  end
end

local function add_transfers(raw, model)
  function model.read(space, address, size)
    word("read", "space", space)
    word("read", "address", address)
    check.integer("memory.read size", size, 0, BUFFER_MAX)
    local data = deimos.buffer(math.max(size, 1))
    checked("read", raw.read(space, address, data, size))
    return data:string(0, size)
  end

  function model.write(space, address, text)
    word("write", "space", space)
    word("write", "address", address)
    check.string("memory.write text", text)
    return checked("write", raw.write(space, address, text, #text))
  end
end

-- ORDER modules/api/area.h
local KINDS <const> = { [0] = "text", "data", "stack", "heap", "map", "shared",
  "attached" }
local NAMES <const> = table.move(KINDS, 0, #KINDS, 1, {})
local NAME_SIZE <const> = 32            -- ORDER core/api/manifest.h
local AREA_OBJECT <const> = 64          -- ORDER modules/api/area.h
-- ORDER modules/api/area.h struct description
local PROGRAM <const> = { "entry", "stubs", "text_end", "finish", "top",
  "data_end", "count" }
-- ORDER modules/api/area.h struct area
local WORDS <const> = { "address", "size", "access", "most", "kind", "part",
  "memory", "offset", "from", "at" }
-- Bytes: the words, and the names.
local HEAD <const> = NAME_SIZE + 4 * #PROGRAM
local AREA <const> = 4 * #WORDS + AREA_OBJECT + 4

local function text_at(buffer, offset, size)
  return (buffer:string(offset, size):match("^[^\0]*"))
end

-- A description as a table; `buffer` is what it was read from.
local function description_of(buffer)
  local d = { buffer = buffer, areas = {} }
  d.program = text_at(buffer, 0, NAME_SIZE)
  for i, name in ipairs(PROGRAM) do
    d[name] = buffer:u32(NAME_SIZE + 4 * (i - 1))
  end
  for n = 1, d.count do
    local base, area = HEAD + (n - 1) * AREA, {}
    for i, name in ipairs(WORDS) do area[name] = buffer:u32(base + 4 * (i - 1)) end
    area.kind = KINDS[area.kind]
    area.object = text_at(buffer, base + 4 * #WORDS, AREA_OBJECT)
    area.place = buffer:u32(base + AREA - 4)
    d.areas[n] = area
  end
  return d
end

-- What export() returned: the model reads as many areas as it says.
local function check_description(what, value)
  local buffer = check.buffer(what .. ".buffer", check.table(what, value).buffer)
  local least = HEAD
  if #buffer >= HEAD then least = HEAD + AREA * buffer:u32(HEAD - 4) end
  if #buffer < least then
    check.fail(what .. ".buffer", "%d bytes, at least %d", #buffer, least)
  end
end

local function number_of_kind(method, kind)
  local what = ("memory.%s kind"):format(method)
  if type(kind) ~= "string" then
    return check.integer(what, kind, 0, #KINDS)
  end
  check.choice(what, kind, NAMES)
  for number, name in pairs(KINDS) do
    if name == kind then return number end
  end
end

-- What is in a space, and a space by that; its content, by kind.
local function add_descriptions(raw, model)
  function model.export(space)
    word("export", "space", space)
    local count = checked("export", raw.export(space, 0, 0))
    local buffer = deimos.buffer(HEAD + AREA * count)
    checked("export", raw.export(space, buffer, count))
    return description_of(buffer)
  end

  function model.import(space, description)
    word("import", "space", space)
    check_description("memory.import description", description)
    return checked("import", raw.import(space, description.buffer))
  end

  function model.fetch(space, kind, address, size)
    word("fetch", "space", space)
    kind = number_of_kind("fetch", kind)
    word("fetch", "address", address)
    check.integer("memory.fetch size", size, 0, BUFFER_MAX)
    local data = deimos.buffer(math.max(size, 1))
    checked("fetch", raw.fetch(space, kind, address, data, size))
    return data:string(0, size)
  end

  function model.fill(space, kind, address, text)
    word("fill", "space", space)
    kind = number_of_kind("fill", kind)
    word("fill", "address", address)
    check.string("memory.fill text", text)
    return checked("fill", raw.fill(space, kind, address, text, #text))
  end
end

function M.open(module)
  check.module("memory.open module", module)
  local raw = module:open("memory")
  local model = { raw = raw, module = module }

  for method, names in pairs(PLAIN) do plain(raw, model, method, names) end
  for method, names in pairs(PLACING) do placing(raw, model, method, names) end
  add_transfers(raw, model)
  add_descriptions(raw, model)

  -- What the client gave to exit(): any integer, so errors are not told
  -- apart here.
  function model.run(space, argument)
    return raw.run(word("run", "space", space),
      word("run", "argument", argument or 0))
  end

  function model.usage(space)
    local data, usage = deimos.buffer(4 * #USAGE), {}
    space = word("usage", "space", space or 0)
    checked("usage", raw.usage(space, data))
    for i, name in ipairs(USAGE) do usage[name] = data:u32(4 * (i - 1)) end
    return usage
  end

  function model.close() deimos.close(raw) end
  return model
end

return M
