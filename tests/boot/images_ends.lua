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
local images = require "images"

-- ORDER tests/modules/source.c
local ENDLESS <const>, UNLOADS_LOADER <const> = 13, 14
-- ORDER tests/modules/source.c
local IN_SIZE <const>, IN_READ <const> = 0, 1

local archive = deimos.find("archive")
local ask = deimos.load("asker"):open("asker")
local source = deimos.load("source")
local tune = source:open("source")

local function refused(pattern)
  expect.refused(pattern, deimos.load, "counter1")
  assert(not deimos.find("counter1"))
end

images.bind(ask, source, "images")
tune.set(IN_SIZE, ENDLESS, 0, 0)
refused("died when it was asked for 'counter1'")
images.bind(ask, archive, "archive")
deimos.close(tune)
source:unload()
deimos.load("counter1"):unload()
source = deimos.load("source")
images.bind(ask, source, "images")
source:open("source").set(IN_READ, UNLOADS_LOADER, 0, 0)
refused("the loader has been unloaded")
refused("the loader has been unloaded")
print("images: the archive is bound again")
while true do end
