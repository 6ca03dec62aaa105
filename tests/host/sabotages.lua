-- SPDX-License-Identifier: MIT
-- What boot/sabotage* break, case by case, and what is around it: tests/lua/sabotages.lua
-- as a list, and what scenes.lua asks for, compared with golden/sabotages.txt
-- (tests/story.lua). One that is left out would be missed by nobody else.

package.path = "./tests/lua/?.lua;" .. package.path
local answers = require "tests.answers"
local STORY <const> = require("tests.story").open("tests/golden/sabotages.txt", "/nowhere",
  ... == "write")

-- A method's number is its name here.
local function names_of(interface)
  return setmetatable({}, { __index = function(_, method)
    return interface .. "." .. method
  end })
end

local saboteur <const> = setmetatable({}, { __index = function(_, name)
  if name:find("^%u+$") then return names_of(name:lower()) end
  return function() return name end
end })
package.loaded.saboteur = saboteur
deimos = { errors = setmetatable({}, { __index = function(_, name) return name end }) }

local function text_of(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) ~= "table" then
    return type(value) == "function" and "function" or tostring(value)
  end
  local keys, words = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for i, key in ipairs(keys) do
    words[i] = ("%s=%s"):format(key, text_of(value[key]))
  end
  return "{" .. table.concat(words, " ") .. "}"
end

local count = 0
for module, cases in pairs(require "sabotages") do
  if type(cases) == "table" then
    for case, list in pairs(cases) do
      local lines = {}
      for i, one in ipairs(list) do lines[i] = text_of(one) end
      lines[#lines + 1] = ("x=%s never=%s"):format(list.x, list.never)
      STORY.tell(("%s %s"):format(module, case), table.unpack(lines))
      count = count + #list
    end
  end
end
-- The scenes, with nothing in between and with the saboteur at each receptacle.
saboteur.module = { id = "saboteur" }
function saboteur.own(interface, provider, receptacle)
  answers.note("own", interface, provider, receptacle)
  return { unbind = function() answers.note("own unbind", interface) end }
end
function saboteur.between(...) answers.note("between", ...) end

local Model <const> = {}
Model.__index = Model
for _, name in ipairs { "bind", "unbind", "unload" } do
  Model[name] = function(...) answers.note("model " .. name, ...) end
end
local function part_of(name)
  return { id = name, interfaces = function() return { { name = name } } end }
end
package.loaded.model = { load = function(...)
  answers.note("model.load", ...)
  local module = deimos.load(...)
  return setmetatable({ id = module.id, module = module,
    parts = { part_of "replacement", part_of "store" } }, Model)
end }

package.loaded.debug_model = { under = function(model)
  local module = deimos.load "debug"
  answers.note("debug under", model)
  return { module = module, watch_binding = { unbind = function()
    answers.note "watch unbind"
  end }, raw = { id = "raw" }, unload = function() answers.note "debug unload" end }
end }

local scenes <const> = require "scenes"
local names = { "bench_of_no_scene" }
for name in pairs(scenes) do names[#names + 1] = name end
local function show(name, via, handler)
  answers.each(function(give)
    answers.world(give, {})
    local subject, more, down = scenes[name](via and { [via] = true } or {}, handler)
    local fields = {}
    for key in pairs(more) do fields[#fields + 1] = key end
    table.sort(fields)
    answers.note("subject", subject, table.concat(fields, " "))
    down()
  end)
  STORY.tell(("scene %s %s %s"):format(name, via, handler),
    table.unpack(answers.asked))
end
for _, name in ipairs(names) do
  show(name)
  show(name, nil, "handler")
  for via in ("memory pages control store concurrency cm peers nmm"):gmatch("%w+") do
    show(name, via)
  end
end
STORY.finish()
print(("sabotages: %d ways to break an operation, %d scenes"):format(count, #names))
