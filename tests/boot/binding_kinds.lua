-- SPDX-License-Identifier: MIT
-- The same client and server over every kind of binding module: equal
-- results, errors of every sort, quality of service as constraints.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: client server

local b = require "bindings"

local refused <const> = require("expect").unchanged

-- Messages of many sizes; the sender spoils each at once.
local function test_results(kind)
  b.with_server(function(server, log)
    local this = b.connect(kind, server)
    b.attached(this, "service", function(face, control)
      if kind ~= "near" then
        assert(b.try(face.send, 1, 4) == b.E_UNBOUND, kind .. " is not started")
      end
      assert(control.start(b.CAPACITY) == 0)
      local messages = {}
      for i, size in ipairs { 1, 0, 4, 3, 16, 64, 255, 1024, 4000, 4, 3, 2 } do
        messages[i] = { seed = i, size = size }
        assert(face.send(i, size) == 0)
      end
      assert(control.flush() == 0)
      assert(log.sum() == b.sum(messages), kind .. ": other bytes")
      if kind ~= "stream" then
        assert(log.calls() == #messages, kind .. ": other messages")
      end
      if b.SYNCHRONOUS[kind] then
        for _, size in ipairs { 0, 1, 100, 4000 } do
          assert(face.echo(size, size) == size, kind .. ": other reply")
        end
      else
        assert(face.echo(1, 1) == b.E_UNSUPPORTED)
      end
      assert(control.start(b.CAPACITY) == (kind ~= "near" and b.E_BUSY or 0))
      assert(control.stop() == 0)
      assert(control.start(b.CAPACITY) == 0 and face.send(1, 8) == 0)
      assert(control.stop() == 0)
      log.clear()
    end)
    b.disconnect(this)
  end)
end

-- Failing, unbound and dead servers: an error now or, without a reply, at
-- the next occasion, once; and all is well with a fresh server.
local function test_errors(kind)
  local server, fresh = deimos.load("server"), deimos.load("server")
  local log, fresh_log = server:open("log"), fresh:open("log")
  local this = b.connect(kind, server)

  local function outcome(face)
    local result, raised = b.try(face.send, 1, 8)
    assert(result ~= b.E_DIED or raised == not b.THREADED[kind],
           kind .. ": where the server dies")
    if result == 0 then result = b.try(this.control.flush) end
    assert(this.control.flush() == 0, kind .. ": reported twice")
    return result
  end

  b.attached(this, "service", function(face, control)
    control.start(b.CAPACITY)
    log.arm(b.FAIL)
    assert(outcome(face) == b.E_INVALID, kind .. ": the server's own error")
    this.slots[1]:unbind()
    assert(outcome(face) == b.E_UNBOUND, kind .. ": no server")
    this.slots[1] = deimos.bind(this.module, "server", server, "service")
    assert(outcome(face) == 0)
    log.arm(b.DIE)
    assert(outcome(face) == b.E_DIED, kind .. ": the server died")
    assert(outcome(face) == b.E_DEAD, kind .. ": the server is dead")
    this.slots[1]:rebind(fresh, "service")
    assert(outcome(face) == 0 and fresh_log.size() == 8, kind .. ": rebound")
    control.stop()
  end)
  b.disconnect(this)
  deimos.close(log)
  deimos.close(fresh_log)
  server:unload()
  fresh:unload()
end

-- The pairs of each kind, as constraints see them.
local function test_quality(kind)
  local this = b.connect(kind)
  local expected = {
    ordered = not b.SYNCHRONOUS[kind],
    isolated = b.THREADED[kind] or false,
    replies = b.SYNCHRONOUS[kind] or false,
    immediate = false,
  }
  for receptacle, holds in pairs(expected) do
    if holds then
      deimos.bind(b.client, receptacle, this.module, "service"):unbind()
    else
      refused("constraint", deimos.bind, b.client, receptacle, this.module,
              "service")
    end
  end
  if not b.SYNCHRONOUS[kind] then
    deimos.bind(b.client, "immediate", this.module, "refusing"):unbind()
  end
  b.disconnect(this)
end

for _, threads in ipairs { "coop", "preempt" } do
  b.begin(threads)
  for _, kind in ipairs(b.KINDS) do
    local digest = deimos.digest()
    test_results(kind)
    test_quality(kind)
    test_errors(kind)
    assert(deimos.digest() == digest, kind .. " left something behind")
  end
  b.finish()
end
print("binding_kinds: equal results over " .. #b.KINDS .. " kinds")
