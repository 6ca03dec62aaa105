-- SPDX-License-Identifier: MIT
-- A model's interface "carrier", which the configuration manager asks, asked by
-- somebody else, with what is wrong: an error, and the model lives. And what the
-- manager asks of it: load, unload, replace.
-- modules: client_echo client_asker

local expect = require "expect"
local models = require "models"
local p = require "protected"

local E <const>, is <const> = models.E, expect.is

local function wrong(t)
  local carrier = t.module:open "carrier"
  local bare = t.m.create()
  for _, handle in ipairs { 0, -1, bare, t.module.handle, 0x7fffffff } do
    is(carrier.unload(handle), E.HANDLE, handle)
  end
  for _, name in ipairs { 0, 1, 0x7fffffff, 0x80000000, 0xfffffffe } do
    is(carrier.load(name), E.ADDRESS, name)
  end
  is(carrier.load(""), E.NOTFOUND)
  is(carrier.load("nobody"), E.NOTFOUND)
  is(carrier.load(("x"):rep(5000)), E.NOTFOUND)
  is(t.m.destroy(bare), 0, "it is still there")
  deimos.close(carrier)
end

local function right(t, cm)
  local handle = cm.load_by(t.module.handle, "echo")
  assert(handle > 0, handle)
  local echo, asker = deimos.find "echo", p.load(t, "asker")
  local near = p.connect(asker, { module = echo })
  is(p.ask(asker, p.COUNT), 1)
  expect.refused("bound 1 times", echo.unload, echo)
  local new = echo:replace "echo"
  is(p.ask(asker, p.COUNT), 1, "the new one counts from the beginning")
  expect.refused("no module", echo.unload, echo)
  near.second = near.second:unbind()
  new:unload()
  p.disconnect(near)
  p.destroy(asker)
end

local cm = deimos.find("cm"):open "cm"
for _, name in ipairs(models.ALL) do
  local system = models.open("coop", { name })
  wrong(system[name])
  right(system[name], cm)
  models.close(system)
  print(name)
end
deimos.close(cm)
