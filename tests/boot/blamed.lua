-- SPDX-License-Identifier: MIT
-- An error of a library names the line of the script that called it, as one of
-- `deimos` does: whatever was wrong, and however deep it was found.
-- machines: qemu-icount
-- modules: client_asker
-- limit: 60

local p = require "protected"
local model = require "model"
local memory = require "memory"
local models = require "models"

local HERE <const> = debug.getinfo(1, "S").short_src

-- f makes the call in its first line, and not as its last act.
local function blamed(text, f)
  local ok, message = pcall(f)
  local line = debug.getinfo(f, "S").linedefined
  assert(not ok, text .. ": no error")
  local from = ("%s:%d: "):format(HERE, line)
  assert(message:sub(1, #from) == from and message:find(text, #from, true),
    message)
end

blamed("unknown", function() local _ = model.load("pagged") end)
blamed("bad argument 'name'", function() local _ = model.load(5) end)
blamed("unknown field 'stor'", function() local _ = model.load("paged", { stor = "x" }) end)
blamed("load 'nothing'", function() local _ = model.load("paged", { store = "nothing" }) end)
blamed("bad argument 'module'", function() local _ = memory.open(5) end)
blamed("open 'memory'", function() local _ = memory.open(deimos.find("cm")) end)

local system = models.open("coop", { "segpaged" })
local t = system.segpaged
local m = memory.open(t.module)
local a = p.load(t, "asker")

blamed("bad argument 'space'", function() local _ = m.load("x", "y") end)
blamed("bad argument 'image'", function() local _ = m.load(a.space, 7) end)
blamed("memory 'destroy': ", function() local _ = m.destroy(0x12345678) end)
blamed("memory 'map': ", function() local _ = m.map(0x12345678, 0, 4096, 3) end)
blamed("bad argument 'size'", function() local _ = m.read(a.space, 0, -1) end)
blamed("bad argument 'text'", function() local _ = m.write(a.space, 0, 5) end)
blamed("memory 'read': ", function() local _ = m.read(a.space, 0x7ffffff0, 99) end)
blamed("memory 'export': ", function() local _ = m.export(0x12345678) end)
blamed("bad argument 'description'", function() local _ = m.import(a.space, 5) end)
blamed("bad argument 'description.buffer'", function() local _ = m.import(a.space, {}) end)
blamed("bytes, at least", function() local _ = m.import(a.space, { buffer = deimos.buffer(8) }) end)
local short = deimos.buffer(60)
short:u32(56, 1)
blamed("60 bytes, at least 168", function() local _ = m.import(a.space, { buffer = short }) end)
local odd <const> = { buffer = t.module }
blamed("bad argument 'description.buffer'", function() local _ = m.import(a.space, odd) end)
blamed("the nearest is 'heap'", function() local _ = m.fetch(a.space, "heep", 0, 1) end)
blamed("bad argument 'kind'", function() local _ = m.fill(a.space, 9, 0, "") end)
blamed("bad argument 'size'", function() local _ = m.fetch(a.space, "heap", 0) end)
blamed("memory 'fill': ", function() local _ = m.fill(a.space, "map", 4, "x") end)

-- What the client answers is raised by the call itself.
local ask <const> = p.question(p.COUNT)
blamed("call 'run': receptacle is unbound", function() local _ = m.run(a.space, ask) end)
m.close()
p.destroy(a)
models.close(system)
