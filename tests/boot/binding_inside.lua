-- SPDX-License-Identifier: MIT
-- A binding module that is started has a thread inside, though it is idle and
-- nothing is bound to it: unloading it is refused with that reason, also
-- before its thread has run for the first time; replacing it leaves it there
-- to drain. Once it is stopped it goes and leaves nothing.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: client server

local expect = require "expect"
local b = require "bindings"

local INSIDE <const> = "a call is still inside module"

local function refused(f, ...)
  expect.refused(INSIDE, f, ...)
end

local function stays(module)
  local digest = deimos.digest()
  refused(module.unload, module)
  assert(deimos.digest() == digest, "something changed")
end

local function open(kind, server)
  local this = b.connect(kind, server)
  assert(this.control.start(b.CAPACITY) == 0)
  return this
end

local function stop(module)
  local control = module:open("binding")
  assert(control.stop() == 0)
  deimos.close(control)
end

-- Nothing has run yet: the thread is one that never was inside.
local function test_fresh(kind, server)
  local this = open(kind, server)
  deimos.close(this.control)
  stays(this.module)
  stop(this.module)
  this.module:unload()
end

-- It has delivered, and waits for more.
local function test_idle(kind, server, log)
  local this = open(kind, server)
  b.attached(this, "service", function(face, control)
    assert(face.send(1, 8) == 0 and control.flush() == 0)
    assert(log.size() == 8)
  end)
  deimos.close(this.control)
  for _ = 1, 3 do stays(this.module) end
  stop(this.module)
  this.module:unload()
  log.clear()
end

-- Its successor has no thread yet; the old one drains, with its own.
local function test_replaced(kind, server)
  local this = open(kind, server)
  deimos.close(this.control)
  local new = this.module:replace("bind_" .. kind)
  refused(this.module.drain, this.module, 0)      -- it takes bindings again
  stop(this.module)
  this.module:unload()
  new:unload()
end

for _, threads in ipairs { "coop", "preempt" } do
  b.begin(threads)
  b.with_server(function(server, log)
    for _, kind in ipairs(b.KINDS) do
      if b.THREADED[kind] then
        local digest = deimos.digest()
        for _, test in ipairs { test_fresh, test_idle, test_replaced } do
          test(kind, server, log)
          assert(deimos.digest() == digest, kind .. " left something behind")
        end
      end
    end
  end)
  b.finish()
end
print("binding_inside: nobody was lost")
