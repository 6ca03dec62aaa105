-- SPDX-License-Identifier: MIT
-- Modules with damaged bytes, in two boots: each is refused with a reason or
-- loads, the system goes on, and nothing is left of it. The damage is random
-- with a fixed seed: single bits, bytes, words, truncations.

local host = require "results.host"
local job = require "results.boot.job"
local machine = require "results.boot.machine"

local COUNT <const>, BOOTS <const> = 400, 2     -- an archive has 512 members
local SEED <const> = 20261122
local HEADER <const> = 52               -- of an ELF file: damaged more often

local build = host.build()
local dir = host.fresh(build .. "/run/damaged")
-- One with an interface alone, and one with all that a manifest can have.
local SOUND <const> = { host.read(build .. "/modules/null.o"),
  host.read(build .. "/testmodules/manifest_base.o") }

math.randomseed(SEED)
local random = math.random

local function place(sound)
  return random(4) == 1 and random(HEADER) or random(#sound)
end

local KINDS = {
  function(text, at)
    return string.char(text:byte(at) ~ (1 << random(0, 7)))
  end,
  function() return string.char(random(0, 255)) end,
  function() return "\xff\xff\xff\xff" end,
  function() return "\0\0\0\0" end,
  function() return ("<I4"):pack(random(0, 0xffffffff)) end,
}

local function damage(sound)
  local text = sound
  if random(20) == 1 then return text:sub(1, random(0, #text - 1)) end
  for _ = 1, random(3) do
    local at = place(sound)
    local new = KINDS[random(#KINDS)](text, at)
    text = (text:sub(1, at - 1) .. new .. text:sub(at + #new)):sub(1, #sound)
  end
  return text
end

local PER_BOOT <const> = COUNT // BOOTS
local modules = {}
for boot = 1, BOOTS do modules[boot] = {} end
for i = 1, COUNT do
  local name = ("damaged%03d"):format(i)
  local path = ("%s/%s.o"):format(dir, name)
  modules[(i - 1) // PER_BOOT + 1][name] = path
  host.write(path, damage(SOUND[i % #SOUND + 1]))
end

host.write(dir .. "/load.lua", [[
local before, refused = deimos.digest(), 0
local first <const> = tonumber(deimos.options["arg.first"])
for i = first, first + ]] .. PER_BOOT .. [[ - 1 do
  local name = ("damaged%03d"):format(i)
  local ok, found = pcall(deimos.load, name)
  if ok then
    found:unload()
  else
    refused = refused + 1
    assert(#found > 20, name .. ": no reason: " .. found)
  end
  assert(deimos.digest() == before, name .. " left something behind")
end
local m = deimos.load("null")
assert(m:open("null").null() == 1)
print(("refused %d"):format(refused))
]])

local function refused_in(boot)
  local verdict, detail = job.start { machine = "qemu-icount", limit = 60,
    workload = dir .. "/load.lua", dir = dir .. "/guest", modules = modules[boot],
    options = "arg.first=" .. (boot - 1) * PER_BOOT + 1 }
  local console = machine.plain(host.read(dir .. "/guest/console.log"))
  assert(verdict == "pass", console .. machine.describe(verdict, detail))
  return tonumber(console:match("refused (%d+)"))
end

local refused = 0
for boot = 1, BOOTS do refused = refused + refused_in(boot) end
print(("%d of %d refused, the others load"):format(refused, COUNT))
assert(refused > COUNT // 4 and refused < COUNT)
