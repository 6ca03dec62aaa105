-- SPDX-License-Identifier: MIT
-- Runs what sabotages.lua lists: each case sound, and then with each fault,
-- which makes the row unverified. All in scenes of their own, since what a
-- row that failed has left over goes with its module.

local saboteur = require "saboteur"
local sabotages = require "sabotages"
local scenes = require "scenes"

local M = {}

local SMALL <const> = 4                 -- x where a case has none of its own

local function row_of(subject, case, spec, more, how)
  local all = {}
  for k, v in pairs(more) do all[k] = v end
  for k, v in pairs(spec.more or {}) do all[k] = v end
  return saboteur.run(subject, case, how and how.x or spec.x or SMALL, all)
end

-- A text is the name of a module: the handle of one.
local function answer_of(how)
  local answer = how.alter and how.alter[2] or how.answer
  if type(answer) ~= "string" then return answer end
  local module = deimos.load(answer)
  return module.handle, module
end

local function break_method(how)
  local answer, module = answer_of(how)
  if how.remember then
    saboteur.remember(how.method, how.remember)
  elseif how.alter then
    saboteur.alter(how.method, how.alter[1], answer, how.turn)
  elseif answer then
    saboteur.set(how.method, answer, how.turn)
  end
  return module
end

local function patch(subject, how)
  local with = how[2]
  if how.word then
    with = with .. assert(saboteur.word_behind(subject, how.word))
  end
  assert(saboteur.patch(subject, how[1], with) > 0, "nothing to patch")
end

-- Another case of the same module stands in for the body.
local function swapped(subject, case, spec, more, how)
  local links = { deimos.bind(saboteur.module, "experiment", subject, case),
    deimos.bind(saboteur.module, "another", subject, how.swap) }
  saboteur.swap(saboteur.EXPERIMENT.body)
  local verified, why = row_of(saboteur.module, "experiment", spec, more)
  saboteur.mend()
  for _, link in ipairs(links) do link:unbind() end
  return verified, why
end

local function with_fault(subject, case, spec, more, how)
  if how.swap then return swapped(subject, case, spec, more, how) end
  local undo = how.foul and how.foul(subject)
  if how.patch then patch(subject, how.patch) end
  local other = how.method and break_method(how)
  local verified, why = row_of(subject, case, spec, more, how)
  saboteur.mend()
  if undo then undo() end
  return verified, why, other
end

-- What a row that failed may have left as it was.
local function restore()
  pcall(deimos.nmm.paging, false)
end

local function via_of(how)
  return how and how.via and { [how.via] = true } or {}
end

-- Is the row verified, with that fault or (nil) without?
local function try(name, case, spec, how)
  local handler = how and how.handler or spec.handler
  local subject, more, down = scenes[name](via_of(how), handler, case)
  if not how then
    local verified, why = row_of(subject, case, spec, more)
    down()
    return verified, why
  end
  local verified, why, other = with_fault(subject, case, spec, more, how)
  pcall(down)                           -- it may have died
  restore()
  if other then pcall(other.unload, other) end
  return verified, why
end

-- Bytes of code are not for a console.
local function plain(value)
  return (tostring(value):gsub("[^%g ]", function(c)
    return ("\\x%02x"):format(c:byte())
  end))
end

local function describe(how)
  local words = {}
  for k, v in pairs(how) do
    if type(v) == "table" then v = plain(v[1]) .. " to " .. plain(v[2]) end
    words[#words + 1] = ("%s %s"):format(k, v)
  end
  table.sort(words)
  return table.concat(words, ", ")
end

local wrong = {}
local function expect(good, text, ...)
  if not good then
    wrong[#wrong + 1] = text:format(...)
    print("sabotage: " .. wrong[#wrong])
  end
end

-- The cases of these modules; nothing may be loaded afterwards if one of them
-- is `once`.
function M.run(...)
  for _, name in ipairs{ ... } do
    for case, spec in pairs(sabotages[name]) do
      print(("sabotage: %s,%s in %d ways"):format(name, case, #spec))
      if not spec.never and not spec.once then
        local verified, why = try(name, case, spec)
        expect(verified, "%s,%s is not verified: %s", name, case, why)
      end
      for _, how in ipairs(spec) do
        expect(not try(name, case, spec, how), "%s,%s is verified: %s", name,
               case, describe(how))
      end
    end
  end
end

-- The same with an operation that is not there.
local function without_body(subject, case, kind, spec, more)
  local link = deimos.bind(saboteur.module, kind, subject, case)
  saboteur.set(kind == "timed" and saboteur.TIMED.sample
               or saboteur.EXPERIMENT.body, 0)
  local verified = row_of(saboteur.module, kind, spec, more)
  saboteur.mend()
  link:unbind()
  return verified
end

-- The cases of a module, as its manifest has them: name to kind.
function M.cases(name)
  local cases, module = {}, deimos.load(name)
  for _, i in ipairs(module:interfaces()) do
    if i.type == "experiment" or i.type == "timed" then cases[i.name] = i.type end
  end
  module:unload()
  return cases
end

function M.skip(name)
  for case, kind in pairs(M.cases(name)) do
    local spec = sabotages[name] and sabotages[name][case]
    if spec then
      local subject, more, down = scenes[name]({}, spec.handler, case)
      expect(not without_body(subject, case, kind, spec, more),
             "%s,%s is verified without its operation", name, case)
      pcall(down)
    else
      expect(false, "%s,%s has no sabotage", name, case)
    end
  end
end

function M.done()
  assert(#wrong == 0, #wrong .. " are wrong")
  print("sabotage: every one was found")
end

return M
