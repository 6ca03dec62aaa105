-- SPDX-License-Identifier: MIT
-- Protected modules and threads: require("protected_threads")(kind of threads).

local models = require "models"
local p = require "protected"

-- Several callers of one server, which runs meanwhile.
local function contend(system, from, to)
  local run, serve = p.runner(system, from), p.runner(system, to)
  local server = p.load(to, "echo")
  local askers, near, threads = {}, {}, {}
  for i = 1, 4 do
    askers[i] = p.load(from, "asker")
    near[i] = p.connect(askers[i], server)
  end
  local main = serve.start(server.space, 100)
  for i = 1, 4 do
    threads[i] = run.start(askers[i].space,
      p.question(i % 2 == 0 and p.DATA or p.YIELD, 300 * i, 30))
  end
  for i = 1, 4 do
    local got = run.join(threads[i])
    assert(got == (i % 2 == 0 and 300 * i or 5), got)
  end
  assert(serve.join(main) >= 0)
  assert(p.ask(askers[1], p.COUNT) == 4 * 31 + 1, "each call once")
  for i = 1, 4 do
    p.disconnect(near[i])
    p.destroy(askers[i])
  end
  p.destroy(server)
  run.close()
  serve.close()
end

-- Through binding modules that have a thread of their own.
local function delivered(system, from, to, kind)
  local a, b = p.load(from, "asker"), p.load(to, "echo")
  local on = p.connect(a, b, kind)
  local threads = deimos.bind(on.module, "threads", system.threads,
    "concurrency")
  local control = on.module:open("binding")
  assert(control.start(16384) == 0)
  if kind == "message" then
    assert(p.ask(a, p.DATA, 1000, 5) == 1000)

  else
    assert(a.m.run(a.space, p.question(p.YIELD, 0, 9)) == 0)
    assert(control.flush() >= 0)
  end
  assert(control.stop() >= 0)
  deimos.close(control)
  threads:unbind()
  p.disconnect(on)
  local near = p.connect(a, b)
  assert(p.ask(a, p.COUNT) == (kind == "message" and 7 or 11), "all came")
  p.disconnect(near)
  p.destroy(a)
  p.destroy(b)
end

return function(kind)
  for _, of in ipairs(models.ALL) do
    for _, to in ipairs(models.ALL) do
      local system = models.open(kind, of == to and { of } or { of, to })
      if to ~= "flat" then contend(system, system[of], system[to]) end
      for _, binding in ipairs { "message", "queue", "event" } do
        delivered(system, system[of], system[to], binding)
      end
      models.close(system)
      print(kind, of, to)
    end
  end
end
