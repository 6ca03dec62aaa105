-- SPDX-License-Identifier: MIT
-- The workload `contention` believes nothing: it passes where constraints hold,
-- and fails where one does not. And `trace` prints the numbers of its replay.

local world = require "tests.workload_world"

local function is(found, wanted, what)
  if found ~= wanted then
    error(("%s: '%s', not '%s'"):format(what, found, wanted), 2)
  end
end

-- The screen is whose? `wrong` is what does not hold.
local FACTOR <const> = { screen_text = 1000, screen_plot = 2000 }
local function system(wrong)
  local holder, asked, draws, displays = nil, 0, 0, {}
  local left = {}
  deimos.load = function(name)
    local module = { name = name }
    left[module] = true
    function module.unload(self) left[self] = nil end
    function module.open(_, interface)
      is(interface, name, "open")
      return setmetatable({ view = function(value)
        draws = draws + 1
        local service = displays[module]
        if wrong == "draw " .. draws then return 0 end
        return service == holder and FACTOR[service] + value or -1
      end }, { __close = function() end })
    end
    return module
  end
  deimos.bind = function(client, receptacle, provider, interface)
    if receptacle == "display" then
      is(interface, "display", "bind")
      displays[client] = provider.name
      return {}
    end
    is(receptacle .. interface .. provider.name, "screenscreenscreen", "bind")
    asked = asked + 1
    local grants = holder == nil
    if wrong == "ask " .. asked then grants = not grants end
    if not grants then
      local why = "constraint: held by text or plot"
      if wrong == "reason" then why = "busy: text" end
      if wrong == "cause" then why = "constraint" end
      error(why, 0)
    end
    holder = client.name
    return { unbind = function() holder = nil end }
  end
  return left
end

local _, lines, problem = nil, nil, nil
local left = system()
_, lines, problem = world.run "contention"
is(problem, nil, "it holds")
is(table.concat(lines, "\n"), [[
screen_text asks: granted
screen_plot asks: constraint: held by text or plot
screen_text gives it back
screen_plot asks: granted
screen_text asks: constraint: held by text or plot]], "contention")
is(next(left), nil, "left")
is(table.concat(world.snapshots, " "), "contention", "snapshots")
for _, wrong in ipairs { "ask 1", "ask 2", "ask 3", "ask 4", "draw 1", "draw 2",
    "draw 3", "reason", "cause" } do
  system(wrong)
  _, _, problem = world.run "contention"
  assert(problem, wrong .. " is not noticed")
end

-- trace: the options on, the result on the console.
local given, replays, fails
package.loaded.trace = {
  parse = function(text, options)
    given = { text, options.unit, options.page, options.base }
    if text == "bad" then error("x/trace_text.lua:7: trace: line 3: odd", 0) end
    return { count = 17, pages = 5 }
  end,
  replay = function(trace, frames, policy)
    replays[#replays + 1] = ("%d %d %s"):format(trace.count, frames, policy)
    if fails then error("trace: no room", 0) end
    return { faults = 8, evictions = 3, writes = 2 }
  end,
}
deimos.load = function(name)
  return { unload = function() end,
    interfaces = function() return { { type = world.types[name] } } end }
end
local archive, text = deimos.archive, nil
deimos.archive = function(name)
  if name == "trace" then return text end
  return archive(name)
end
local function trace(content, options)
  replays, text = {}, content
  local _, said, code = world.run("trace", options)
  return table.concat(said, "\n"), code
end
local FRAMES <const> = { ["arg.frames"] = "4" }
local RESULT <const> = "trace: 17 references to 5 pages, 4 frames\nfaults 8\n"
  .. "writebacks 2"
local function says(wanted, code, ...)
  local said, status = trace(...)
  is(said, wanted, "trace")
  is(status, code, wanted)
end
says(RESULT, nil, "t", FRAMES)
is(table.concat(replays, ";"), "17 4 clock", "replays")
is(#given, 1, "no options")
says("policy own\n" .. RESULT .. "\npolicy clock\n" .. RESULT, nil, "t",
  { ["arg.frames"] = "4", ["arg.policies"] = "own,clock", ["arg.unit"] = "bytes",
    ["arg.page"] = "64", ["arg.base"] = "16" })
is(table.concat(replays, ";"), "17 4 own;17 4 clock", "replays")
is(table.concat(given, " "), "t bytes 64 16", "options")
says("trace: TRACE=<file>: which one?", 0x13, nil, FRAMES)
says("trace: FRAMES=<n>: how many?", 0x13, "t", {})
says("trace: FRAMES=<n>: how many?", 0x13, "t", { ["arg.frames"] = "0" })
says("trace: line 3: odd", 0x13, "bad", FRAMES)
fails = true
says("trace: no room", "fail", "t", FRAMES)
is(#replays, 1, "it ends there")
print("contention: nothing is believed")
