-- SPDX-License-Identifier: MIT
-- What a test's library is answered, with one answer wrong at a time: is each that it
-- ought to look at noticed? For host tests that run libraries of tests/lua.
--
--     local text = answers.each(function(give) ... give("count", 1) ... end)
--
-- runs it once with right answers, which must be silent, and once for each wrong one.
-- The text has, for each name, how many wrong ones were noticed and how many were not.
-- What the library asks for in the first run is in answers.asked, a line each, if its
-- fakes note it.

local M = {}

local RUNAWAY <const> = 2000000         -- instructions of Lua, of one run

-- Wrong ones in place of a right one.
local function wrong(value)
  if math.type(value) == "integer" then return { value + 1, value - 1 } end
  if type(value) == "boolean" then return { not value } end
  return { tostring(value) .. "?" }
end

local asked

-- note: what is asked for; the same again is counted.
function M.note(...)
  local words = table.pack(...)
  for i = 1, words.n do
    local word = words[i]
    words[i] = type(word) == "table" and (word.id or word.handle or "{}") or tostring(word)
  end
  local text, last = table.concat(words, " "), asked[#asked]
  if last and last.text == text then
    last.count = last.count + 1
  else
    asked[#asked + 1] = { text = text, count = 1 }
  end
end

--- face: these methods, under that name, each of which notes its arguments.
function M.face(id, methods)
  local face = { id = id }
  for name, method in pairs(methods) do
    face[name] = function(...)
      M.note(id .. "." .. name, ...)
      return method(...)
    end
  end
  return face
end

-- Stands for what is raised, in place of what is returned.
local Raised = {}

--- raised: an error with that text, where another one, or none, is wrong.
function M.raised(text) return setmetatable({ text = text }, Raised) end

local function answer(value)
  if getmetatable(value) == Raised then error(value.text, 0) end
  return value
end

-- A run in which the at-th answer is the which-th wrong one; the answers' names, and how
-- many wrong ones each has.
local function run_one(run, at, which)
  local count, list = 0, {}
  asked = {}
  local function give(name, value, others)
    count = count + 1
    others = others or getmetatable(value) == Raised and { 0, M.raised "something else" }
      or wrong(value)
    list[count] = { name = name, others = #others }
    if count == at then value = others[which] end
    return answer(value)
  end
  local guarded = coroutine.create(function() return run(give) end)
  debug.sethook(guarded, function() error("it does not end", 0) end, "", RUNAWAY)
  local ok, message = coroutine.resume(guarded)
  return ok, list, ok or debug.traceback(guarded, message)
end

local function add_up(tally)
  local names, texts = {}, {}
  for name in pairs(tally) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    texts[i] = ("%s %d/%d"):format(name, tally[name][true] or 0, tally[name][false] or 0)
  end
  return table.concat(texts, ", ")
end

-- A module of the fake: by interface, a function from the module to the methods; what is
-- not there answers 0.
local function new_module(world, name)
  world.loaded = world.loaded + 1
  local module = { name = name, id = ("%s#%d"):format(name, world.loaded),
    handle = world.loaded }
  function module.open(_, interface)
    M.note("open", module, interface)
    local id = ("%s of %s"):format(interface, module.id)
    local methods = world.faces[interface]
    local face = M.face(id, methods and methods(module) or {})
    return setmetatable(face, { __index = function(_, method)
      return function(...)
        M.note(id .. "." .. method, ...)
        return world.give(method, 0)
      end
    end, __close = deimos.close })
  end
  function module.unload()
    M.note("unload", module)
    if world.unload then world.unload(module) end
  end
  return module
end

--- world: a fake `deimos`; faces: by interface, what its methods are. With its
--- modules by name, the newest of each.
function M.world(give, faces)
  local world = { give = give, faces = faces, loaded = 0, modules = {} }
  function deimos.load(name)
    local module = new_module(world, name)
    world.modules[name] = module
    M.note("load", module)
    return module
  end
  function deimos.find(name)
    world.modules[name] = world.modules[name] or new_module(world, name)
    return world.modules[name]
  end
  function deimos.bind(client, receptacle, server, interface)
    M.note("bind", client, receptacle, server, interface)
    return { handle = world.loaded, unbind = function()
      M.note("unbind", client, receptacle)
    end }
  end
  function deimos.close(face) M.note("close", face) end
  function deimos.digest() return give("digest", 7) end
  function deimos.report() return give("report", world.report or "", { "nothing" }) end
  return world
end

--- each: "NAME NOTICED/NOT, ...", by name; and how many wrong answers there were.
function M.each(run)
  local ok, list, message = run_one(run)
  assert(ok, message)
  M.asked = {}
  for i, one in ipairs(asked) do
    M.asked[i] = one.text .. (one.count > 1 and (", %d times"):format(one.count) or "")
  end
  local tally, count = {}, 0
  for at, one in ipairs(list) do
    tally[one.name] = tally[one.name] or {}
    for which = 1, one.others do
      local noticed = not run_one(run, at, which)
      local sum <const> = tally[one.name]
      sum[noticed], count = (sum[noticed] or 0) + 1, count + 1
    end
  end
  return add_up(tally), count
end

return M
