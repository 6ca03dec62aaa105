-- SPDX-License-Identifier: MIT
-- What a workload is told from outside and does not know is refused before a
-- row is measured, by what was said and the nearest that is known.
-- machines: qemu-icount
-- modules: counted
-- expect: pass

local said
local say = print
deimos.exit = function(code) error(code, 0) end

-- The message of a workload that is run with these options.
local function message_of(workload, options)
  said = ""
  package.loaded.arguments, package.loaded.sweep = nil, nil
  deimos.options = {}
  for key, value in options:gmatch("(%S-)=(%S*)") do
    deimos.options[key] = value
  end
  print = function(text) said = said .. text .. "\n" end
  local fine, code = pcall(loadfile(("workloads/%s.lua"):format(workload)))
  print = say
  assert(not fine and code == 0x13, workload .. " " .. options .. " is taken: "
    .. tostring(code) .. said)
  return said
end

local function refuses(workload, options, ...)
  local text = message_of(workload, options)
  for _, pattern in ipairs { workload .. ": ", ... } do
    assert(text:find(pattern, 1, true), ("%s %s: %s"):format(workload, options,
      text))
  end
end

local WORKLOADS <const> = { "appel", "bench", "bind", "call", "change",
  "client", "constraints", "debug", "fault", "flush", "graph", "ipc", "ladder", "load",
  "paging", "rlookup", "rungs", "service", "smallspace", "switch", "trace", "upcall" }

-- Each workload: a misspelt argument, and one of another workload.
for _, name in ipairs(WORKLOADS) do
  refuses(name, "arg.frame_s=1", "there is no arg.frame_s here; the nearest is")
  if name ~= "trace" then
    refuses(name, "arg.sampels=1", "the nearest is arg.samples")
    refuses(name, "arg.samples=many", "arg.samples=many is not a number")
    refuses(name, "arg.samples=-1", "arg.samples=-1 is not a number")
    refuses(name, "arg.warmup=1.5", "arg.warmup=1.5 is not a number")
  end
end
refuses("bind", "arg.kinds=near", "there is no arg.kinds here")
refuses("trace", "arg.policy=clock", "the nearest is arg.policies")

-- Lists: of words, of numbers, of modules.
refuses("bind", "arg.cases=lode", "'lode' is unknown; the nearest is 'load'")
refuses("bench", "arg.workloads=appel,swich", "the nearest is 'switch'")
refuses("flush", "arg.sizes=1,x", "arg.sizes=x is not a number")
refuses("flush", "arg.sizes=1,4,04", "4 is not larger than 4 before it")
refuses("flush", "arg.sizes=1,16,4", "4 is not larger than 16 before it")
for _, list in ipairs { "", ",load", "load,", "load,,bind" } do
  refuses("bind", "arg.cases=" .. list, "an empty word")
end
refuses("bind", "arg.cases=load,bind,load", "'load' is there twice")
for _, name in ipairs { "appel", "switch", "ipc", "upcall", "client", "debug",
    "fault", "service", "bench" } do
  refuses(name, "arg.models=pagd",
    "there is no memory model 'pagd'; the nearest module is 'paged'")
  refuses(name, "arg.models=flat,clock", "'clock' is no memory model")
  refuses(name, "arg.models=" .. ("x"):rep(40), "there is no memory model")
end
refuses("ladder", "arg.kinds=gait",
  "there is no binding module 'gait'; the nearest module is 'gate'")
refuses("ladder", "arg.kinds=null", "'null' is no binding module")
refuses("fault", "arg.policies=fifo", "'fifo' is no replacement policy")
refuses("trace", "arg.policies=fifo", "'fifo' is no replacement policy")
refuses("ladder", "arg.schedulers=clock", "'clock' is no scheduling policy")
say("refused: all")
