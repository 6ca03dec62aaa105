-- SPDX-License-Identifier: MIT
-- Two applications want the one screen for services that do not go together.
-- Who gets it, by protection constraints alone (paper 3.2)?

local screen = deimos.load("screen")

-- An application: a viewer with a service of its own.
local function application(service)
  local viewer = deimos.load("viewer")
  local provider = deimos.load(service)
  deimos.bind(viewer, "display", provider, "display")
  return { viewer = viewer, service = provider, name = service }
end

-- Ask the configuration manager for the screen; its binding, or why not.
local function ask(app)
  local granted, result = pcall(deimos.bind, app.service, "screen", screen,
    "screen")
  print(("%s asks: %s"):format(app.name, granted and "granted" or result))
  return granted and result, result
end

local function draw(app)
  local viewer <close> = app.viewer:open("viewer")
  return viewer.view(7)
end

local first, second = application("screen_text"), application("screen_plot")
local binding = assert(ask(first))
assert(draw(first) == 1007)

local refused, why = ask(second)
assert(not refused and why:find("constraint") and why:find("text"), why)
assert(draw(first) == 1007)             -- nothing has happened to it
deimos.snapshot("contention")

binding:unbind()
print("screen_text gives it back")
binding = assert(ask(second))
assert(draw(second) == 2007)
assert(not ask(first))                  -- in this order, too
binding:unbind()

for _, app in ipairs { first, second } do
  app.viewer:unload()
  app.service:unload()
end
screen:unload()
