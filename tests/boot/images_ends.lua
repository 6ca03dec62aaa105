-- SPDX-License-Identifier: MIT
-- A source of images that never answers is killed when the script's time is up,
-- and the archive can be bound again; one that unloads the loader while it is
-- asked has brought its bytes for nobody.
-- machines: qemu-icount
-- expect: fail
-- options: limit=1
-- second: 20000000
-- modules: source asker counter1
-- output: module 'source' died: time limit at source
-- output: images: the archive is bound again
-- output: time limit of 1 s exceeded

local expect = require "expect"

-- ORDER tests/modules/source.c
local ENDLESS <const>, UNLOADS_LOADER <const> = 13, 14
local SIZE <const>, READ <const> = 0, 1

local cm, archive = deimos.find("cm"), deimos.find("archive")
local ask = deimos.load("asker"):open("asker")
local source = deimos.load("source")
local tune = source:open("source")

local function rebind(provider, interface)
  for _, b in ipairs(deimos.graph().bindings) do
    if b.caller == cm.handle then
      assert(ask.rebind(b.handle, provider.handle, interface) == 0)
    end
  end
end

local function refused(pattern)
  expect.refused(pattern, deimos.load, "counter1")
  assert(not deimos.find("counter1"))
end

rebind(source, "images")
tune.set(SIZE, ENDLESS, 0, 0)
refused("died when it was asked for 'counter1'")
rebind(archive, "archive")
deimos.close(tune)
source:unload()
deimos.load("counter1"):unload()
source = deimos.load("source")
rebind(source, "images")
source:open("source").set(READ, UNLOADS_LOADER, 0, 0)
refused("the loader has been unloaded")
refused("the loader has been unloaded")
print("images: the archive is bound again")
while true do end
