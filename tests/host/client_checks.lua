-- SPDX-License-Identifier: MIT
-- What libraries of tests/lua ask of clients and their models: each answer is wrong, one
-- at a time; how many of them each library notices stands here, and what it asks for in
-- golden/client_checks.txt (tests/story.lua).

package.path = "./tests/lua/?.lua;" .. package.path
local answers = require "tests.answers"
local STORY <const> = require("tests.story").open("tests/golden/client_checks.txt",
  "/nowhere", ... == "write")

deimos = { options = {}, errors = { E_DIED = -7, E_BUSY = -4, E_HANDLE = -3,
  E_NOTFOUND = -11, E_ADDRESS = -12, E_DEAD = -6, E_UNBOUND = -8, E_ACTIVE = -5,
  E_UNSUPPORTED = -9 } }
function deimos.buffer() return { id = "buffer", u32 = function() return 0x4000 end } end
deimos.nmm = { create_region = function() return 5, { frame = 0x700000 } end,
  destroy_region = function(region) answers.note("destroy_region", region) end }
function deimos.machine() return { segment_limits = true } end
package.loaded.points = { method = function(_, module, interface, method)
  return ("%s.%s of %s"):format(interface, method, module.id)
end }
local E <const> = require("expect").E
local POSITIVE <const> = { 0, -1 }      -- wrong, where something begins at 1

local total = 0
local function library(title, wanted, run)
  local say = print
  print = function() end
  local text, count = answers.each(run)
  print = say
  total = total + count
  assert(text == wanted, ("%s:\n%s\nnot\n%s"):format(title, text, wanted))
  STORY.tell(title, table.unpack(answers.asked))
end

-- --- models, clients, fresh -------------------------------------------------------
local BUSY <const> = 1 << 20
-- What a client says at its end.
local function result_of(image, argument)
  if image == "hello" then return 7 end
  if image == "counter" then return argument >> 8 end
  if image == "grower" then return 7 end
  local order = argument & 255
  return (order == 1 or order == 4 or order == 5) and E.DIED or 0
end

local function faces(give)
  local running, vector, spaces = {}, 0, 0
  local function execution()
    return {
      exec = function(image, argument)
        if image == "no_such_client" then return give("exec of none", E.NOTFOUND) end
        running[#running + 1] = { image, argument }
        -- whatever is answered can be waited for: the answer itself is looked at
        local handle = give("exec", BUSY + #running, POSITIVE)
        running[-handle] = running[#running]
        return handle
      end,
      wait = function(handle)
        local run = handle > 0 and running[handle - BUSY] or running[-handle]
        if not run or run.ended then return give("wait for none", E.HANDLE) end
        run.ended = true
        vector = ({ [4] = 6, [5] = 13 })[run[2] & 255] or vector
        return give("wait", result_of(run[1], run[2]))
      end,
      count = function()
        local count = 0
        for _, run in ipairs(running) do count = count + (run.ended and 0 or 1) end
        return give("count", count)
      end,
      space = function() return give("space", 1, POSITIVE) end,
      thread = function() return give("thread", 2, { 1, 0, -1 }) end,
    }
  end
  local images = {}
  local function memory()
    return {
      create = function()
        spaces = spaces + 1
        return give("create", spaces, POSITIVE)
      end,
      load = function(space, image)
        images[space] = image
        return give("load", 0)
      end,
      run = function(space, argument)
        return give("run", result_of(images[space], argument))
      end,
      destroy = function() return give("destroy", 0) end,
    }
  end
  return { execution = execution, memory = memory, deaths = function()
    return { vector = function() return give("vector", vector) end }
  end }
end

library("clients", "count 16/0, digest 16/0, exec 76/4, exec of none 8/0, space 8/0, "
  .. "thread 12/0, wait 80/0, wait for none 8/0", function(give)
  answers.world(give, faces(give))
  require "clients" "coop"
end)
library("fresh", "create 16/0, destroy 16/0, digest 4/0, exec 32/32, load 16/0, run 16/0, "
  .. "vector 4/0, wait 64/0", function(give)
  answers.world(give, faces(give))
  require "fresh"("coop", { "flat", "segpaged" })
end)

-- --- protected --------------------------------------------------------------------
local p = require "protected"
library("protected", "client 2/0, create 4/0, destroy 4/0, digest 4/0, join 0/2, "
  .. "load 4/0, run 0/2, start 0/2, strike 0/2", function(give)
  answers.world(give, faces(give))
  local models = require "models"
  local system = models.open("coop", { "segpaged", "paged" })
  local a, b, near = p.pair(system.segpaged, system.paged)
  assert(give("client", a.space) == 1 and b.space == 2)
  p.disconnect(near)
  p.leave(b, p.connect(b, a, "gate", "other"))
  local run = p.runner(system, system.paged)
  run.start(7, 8)
  run.join(9)
  run.close()
  p.while_deadly(system.paged, "run", function() answers.note("deadly") end)
  p.ask(a, p.ADD, 3, 4)
  p.destroy(a)
  models.close(system)
end)

-- What is loaded is there, whichever space it is told to be in.
library("protected, load",
  "create 2/0, load 2/0", function(give)
  answers.world(give, {})
  p.load({ m = { create = function() return give("create", 1, POSITIVE) end,
    load = function() return give("load", 0) end } }, "echo")
end)
library("a model that has died",
  "digest 4/0", function(give)
  answers.world(give, faces(give))
  local models = require "models"
  local system = models.open("coop", { "flat", "paged" })
  models.close_dead(system, "paged")
end)
STORY.tell("numbers", p.DATA, p.COUNT, p.ADD, p.EXIT, p.DIE, p.YIELD, p.POINTERS, p.NEST,
  p.STUCK, p.question(1), p.question(1, 2), p.question(1, 2, 3))

-- What is raised of a binding of its own, and what of another.
for _, said in ipairs { "slot is unbound", "it is dead", "other", "" } do
  local client = { space = 1, m = { run = function()
    if said ~= "" then error(said, 0) end
  end } }
  assert(p.is_unbound(client) == (said == "slot is unbound"), said)
  assert(p.is_dead(client) == (said == "it is dead"), said)
  total = total + 2
end

-- --- lent -------------------------------------------------------------------------
local lent = require "lent"
local function lend(give, act, said)
  local granted, is_dead, spaces = 0, false, 0
  local worlds <const> = { memory = function()
    return {
      create = function()
        spaces = spaces + 1
        return spaces
      end,
      run = function(_, argument)
        granted = granted + 1
        if argument & 255 == 11 and not is_dead then
          is_dead = true
          return give("run of what dies", answers.raised "m died in this call: #UD")
        end
        if is_dead and argument & 255 == 16 then
          is_dead = false
          return give("run of the dead", answers.raised "m is dead")
        end
        return give("run", said and answers.raised(said) or 4096)
      end,
    }
  end, binding = function()
    return { start = function() return 0 end,
      count = function(what) return give("count of " .. what, granted) end }
  end }
  answers.world(give, worlds)
  local system = require("models").open("coop", { "paged" })
  local pair = lent.open(system.paged, system.paged)
  act(pair)
  pair:close()
end
library("lent", "count of 0 8/0, count of 1 8/0, destroy 6/0, digest 0/2, load 6/0, run "
  .. "4/0, run of the dead 2/0, run of what dies 2/0, stop 0/2", function(give)
  lend(give, function(pair)
    pair:is(4096, "CHANGE")
    pair:dies("DIE", "NONE", 2)
  end)
end)
for said, wanted in pairs { ["x died in this call"] = E.DIED, ["x is unbound"] = E.UNBOUND,
    ["x is dead"] = E.DEAD } do
  library("lent, " .. said, "count of 0 2/0, count of 1 2/0, destroy 4/0, digest 0/2, "
    .. "load 4/0, run 2/0, stop 0/2", function(give)
    lend(give, function(pair) pair:is(wanted, "SUM") end, said)
  end)
end

-- --- matrix -----------------------------------------------------------------------
-- A model as a script has it (memory.open).
local vector, code, deaths
local function opened(give, run)
  local model = { m = 0 }
  local function plain(name, value)
    return function(...)
      answers.note(name, ...)
      return give(name, value)
    end
  end
  model.raw = { write = plain("raw write", E.ADDRESS), read = plain("raw read", E.ADDRESS) }
  model.create, model.load, model.destroy = plain("create", 5), plain("load"), plain("destroy")
  model.map, model.unmap, model.close = plain("map", 0x9000), plain("unmap"), plain("close")
  function model.run(space, argument)
    answers.note("run", space, ("%x"):format(argument))
    return give("run", run(argument))
  end
  package.loaded.memory = { open = function(module)
    answers.note("memory.open", module)
    return model
  end }
end
local matrix_faces <const> = { deaths = function()
  return { vector = function() return deaths.give("vector", vector) end,
    error = function() return deaths.give("error", code) end,
    count = function() return deaths.give("count", deaths.count) end }
end }
local function with_matrix(give, run, act)
  answers.world(give, matrix_faces)
  deaths = { give = give, count = 0 }
  opened(give, run)
  package.loaded.matrix = nil
  local matrix = require "matrix"
  local t = matrix.open "paged"
  act(matrix, t)
  matrix.close(t)
end
local function dies(of, with)
  return function(argument)
    if argument == 1 << 8 | 7 then return 1 end
    vector, code, deaths.count = of, with, deaths.count + 1
    return E.DIED
  end
end
library("matrix, rows",
  "close 0/1, count 8/0, create 0/6, destroy 0/3, error 4/4, load 0/3, "
  .. "run 8/0, vector 4/4", function(give)
  with_matrix(give, dies(13, 0), function(matrix, t)
    matrix.rows(t, { { "hlt", 13, 0 }, { "read", 13, 0, 0x5000 } })
  end)
end)
library("matrix, succeeds",
  "close 0/1, create 0/2, destroy 0/1, load 0/1, run 2/0", function(give)
  with_matrix(give, function() return 1000 end,
    function(matrix, t) matrix.succeeds(t, "nothing", 0x1200) end)
end)
library("matrix, supervisor",
  "close 0/1, count 12/0, create 0/6, destroy 0/3, error 6/6, load 0/3, "
  .. "run 6/0, vector 6/6", function(give)
  local run <const> = dies(14, 5)
  with_matrix(give, function(argument)
    run()
    code = argument & 255 == 2 and 7 or 5
    return E.DIED
  end, function(matrix, t) matrix.supervisor(t, 0x1000) end)
end)
library("matrix, pages",
  "close 0/1, create 0/2, destroy 0/1, error 2/0, load 0/1, map 1/1, "
  .. "raw read 2/0, raw write 2/0, run 4/0, unmap 0/1, vector 2/0", function(give)
  local run <const> = dies(14, 4)
  with_matrix(give, function(argument)
    if argument == 0xb001 then return 1000 end
    return run()
  end, function(matrix, t)
    matrix.end_pages(t, matrix.pages(t), 4096)
  end)
end)
for _, list in ipairs { "RINGS", "PAGED" } do
  local texts = {}
  for i, row in ipairs(require("matrix")[list]) do
    texts[i] = ("%s %d 0x%x %x"):format(row[1], row[2], row[3], row[4] or 0)
  end
  STORY.tell("matrix, " .. list, table.unpack(texts))
end

-- --- grantee ----------------------------------------------------------------------
local function granted(give, name, act)
  local grantee <const> = require "grantee"
  answers.world(give, {})
  opened(give, function() return -4 end)
  local model <const> = package.loaded.memory.open()
  function model.write(space, at, text)
    answers.note("write", space, at, (text:gsub(".", function(c)
      return ("%02x"):format(c:byte())
    end)))
  end
  function model.read(...)
    answers.note("read", ...)
    return string.pack("<I4", 0x12345678)
  end
  function model.raw.map(...)
    answers.note("raw map", ...)
    return 3
  end
  package.loaded.model = { load = function(which)
    answers.note("model.load", which)
    return { module = { id = which }, unload = function() answers.note("unload", which) end }
  end }
  package.loaded.grantee = nil
  local world = require "grantee".open(name)
  act(world, grantee.is)
  world:close()
end
package.loaded.memory, package.loaded.model = {}, {}
local CALLS <const> = { read = { 9, 8 }, write = { 9, 2 }, protect = { 9, 8, 1 },
  attach = { "name", 8, 3 }, map = { 9, 8, 3 }, unmap = { 9, 8 }, grow = { 8 },
  limit = { 9 } }
local names = {}
for name in pairs(CALLS) do names[#names + 1] = name end
table.sort(names)
library("grantee",
  "close 0/1, create 2/0, destroy 0/2, digest 4/0, load 0/1, map 4/0, "
  .. "run 16/2", function(give)
  granted(give, "paged", function(world, is)
    local a, b = world:client(), world:client(44)
    for _, name in ipairs(names) do
      answers.note(name)
      local error, value = a[name](table.unpack(CALLS[name]))
      is(error, -4)
      is(value, 0x12345678)
    end
    b.grow()
    is(table.concat({ world:placing("map", 5, 6) }, " "), "3 16384")
    is(world.enforced, true)
    is(table.concat({ a.space, a.block, b.space, b.block }, " "), "5 36864 44 36864")
    world:destroy(b)
  end)
end)
for _, limits in ipairs { true, false } do
  deimos.machine = function() return { segment_limits = limits } end
  for _, name in ipairs { "segmented", "segpaged" } do
    answers.each(function(give)
      granted(give, name, function(world, is)
        is(world.enforced, limits or name == "segpaged")
      end)
    end)
    total = total + 1
  end
end

-- --- processor --------------------------------------------------------------------
-- On processors with and without a TSC, global pages and SYSENTER.
local function processor(give, list, expected)
  local has = {}
  for name in list:gmatch("%w+") do has[name] = true end
  answers.world(give, { execution = function()
    return {
      exec = function() return give("exec", has.sep and 3 or E.UNSUPPORTED) end,
      wait = function() return give("wait", 7) end,
      count = function() return give("count", 0) end,
    }
  end, null = function()
    return { null = function() return give("null", 1) end }
  end })
  local order = { list }
  package.loaded.fresh = function(...) answers.note("fresh", ...) end
  package.loaded.models = { ALL = { "flat", "segpaged" },
    counter = function(rounds, who) return rounds << 8 | who end,
    open = function(kind, names)
      answers.note("models.open", kind, names[1])
      return { [names[1]] = { module = deimos.find(names[1]),
        x = deimos.find(names[1]):open("execution") },
        segpaged = { module = deimos.find "segpaged",
          x = deimos.find "segpaged":open "execution" } }
    end,
    close = function() answers.note("models.close") end,
    together = function(_, clients)
      for _, c in ipairs(clients) do answers.note("together", table.unpack(c)) end
    end }
  function deimos.machine()
    return { features = has, memory = give("memory", 16 << 20,
      { (16 << 20) + 1, (15 << 20) - 0, 17 << 20 }),
      clock = give("clock", has.tsc and "insn" or "none", { has.tsc and "none" or "insn" }) }
  end
  function deimos.nmm.paging(on) answers.note("paging", on) end
  function deimos.experiment(row)
    answers.note("experiment", row.experiment, row.case, row.x, row.module, row.interface,
      row.samples)
    if has.tsc then
      if not give("a row", true) then return nil end
      return { verified = give("verified", true), n = give("n", 5) }
    end
    local why = give("why not", "no TSC")
    return give("no row", nil, { {} }), why
  end
  package.loaded.processor = nil
  require "processor"(expected or order[1], 16)
end
local loaded <const> = package.loaded.models
local LOOKED_AT <const> = "clock 1/6, count 4/0, digest 4/0, exec 4/4, memory 3/18, "
for list, wanted in pairs {
  ["pse"] = LOOKED_AT .. "no row 2/0, null 2/0, wait 4/0, why not 2/0",
  ["tsc pse"] = "a row 2/0, " .. LOOKED_AT .. "n 4/0, null 2/0, verified 2/0, wait 4/0",
  ["tsc pse pge sep rdtscp"] = "a row 2/0, clock 1/6, digest 4/0, exec 0/4, memory 3/18, "
    .. "n 4/0, null 2/0, verified 2/0, wait 4/0" } do
  library("processor, " .. list, wanted, function(give) processor(give, list) end)
  for name in ("tsc pse pge sep rdtscp"):gmatch("%w+") do
    -- one that is there, and not expected; or the other way round
    local other = (" " .. list .. " "):find(" " .. name .. " ", 1, true)
      and list:gsub("%f[%w]" .. name .. "%f[%W] ?", ""):gsub(" $", "") or list .. " " .. name
    local ok = pcall(answers.each, function(give) processor(give, list, other) end)
    assert(not ok, list .. " is " .. other)
    total = total + 1
  end
end
package.loaded.models = loaded

-- --- porter -----------------------------------------------------------------------
local function carries(give, act, reason)
  package.loaded.sound = function(graph)
    if not give("sound", true) then error("odd graph: " .. tostring(graph), 0) end
  end
  function deimos.error_text(code) return "error " .. code end
  function deimos.graph()
    return { nodes = { { handle = 4, name = "a" }, { handle = 5, name = "b" } } }
  end
  function deimos.buffer(size)
    return { id = "buffer" .. size, string = function(_, at, length)
      return (reason or "the reason why"):sub(at + 1, length)
    end }
  end
  answers.world(give, { cm = function()
    return { load_by = function() return give("load_by", 3, { 4, 2, -7 }) end,
      reason = function() return give("length", 14, { 0 }) end }
  end, porter = function() return { tidy = function() return give("tidy", 0) end } end })
  package.loaded.porter = nil
  local w = require "porter".open()
  act(w)
  w:close()
end
library("porter",
  "arm 0/4, digest 20/0, length 1/1, load_by 3/0, raised 2/0, "
  .. "refused 2/0, refused silently 2/0, sound 2/0, tidy 2/0", function(give)
  carries(give, function(w)
    assert(w:load "echo" == deimos.find "echo")
    w:arm("load", "dies", 7)
    w:arm("unload", "kills")
    w:is_clean "clean"
    w:call({ call = answers.note }, 2)
    w:refused("BUSY", "reason", function(a) return give("refused", a) end, E.BUSY)
    w:refused("BUSY", "error -4", function()
      return give("raised", answers.raised "it is error -4")
    end)
    w:refused("BUSY", nil, function() return give("refused silently", E.BUSY) end)
    assert(w:node(5).name == "b" and not w:node(6))
  end)
end)
STORY.finish()
print(("client_checks: %d wrong answers"):format(total))
