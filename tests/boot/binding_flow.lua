-- SPDX-License-Identifier: MIT
-- Binding modules under load: back pressure, credits, many senders, three
-- subscribers, one binding over another, and no call that waits for itself.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: client server

local b = require "bindings"

-- Sent until it is refused: nothing of what was accepted is lost, and there
-- is room again. The interface that waits takes more than there is room for.
local function test_pressure(kind)
  local SIZE <const>, MANY <const> = 24, 100
  b.with_server(function(server, log)
    local this = b.connect(kind, server)
    b.attached(this, "refusing", function(face, control)
      control.start(200)
      local room, messages, result = control.count(b.ROOM), {}, 0
      assert(room >= 200 and room <= 256)
      while true do
        result = face.send(#messages, SIZE)
        if result ~= 0 then break end
        messages[#messages + 1] = { seed = #messages, size = SIZE }
      end
      assert(result == b.E_FULL and control.count(b.REFUSED) == 1)
      assert(#messages >= 7 and #messages <= 10, #messages)
      assert(control.count(b.ROOM) < SIZE + 8 and log.calls() == 0)
      assert(control.flush() == 0 and log.sum() == b.sum(messages))
      assert(control.count(b.ROOM) == room, kind .. ": room is not back")
      assert(control.count(b.ACCEPTED) == control.count(b.DELIVERED))
      assert(face.send(1, SIZE) == 0)
      assert(face.send(1, 4000) == b.E_RANGE)
      if kind ~= "stream" then          -- it would never be in one piece
        assert(face.send(1, 150) == b.E_RANGE)
      end
      control.stop()
    end)
    log.clear()
    b.attached(this, "service", function(face, control)
      control.start(200)
      local messages = {}
      for i = 1, MANY do
        messages[i] = { seed = i, size = i % SIZE }
        assert(face.send(i, i % SIZE) == 0)
      end
      assert(log.calls() > 0, "it waited, and the server ran")
      assert(control.flush() == 0 and log.sum() == b.sum(messages))
      assert(control.count(b.REFUSED) == 0)
      control.stop()
    end)
    b.disconnect(this)
  end)
end

-- Three subscribers get every event; one dies, one leaves, the third stays.
local function test_subscribers()
  local servers, logs = {}, {}
  for i = 1, 3 do
    servers[i] = deimos.load("server")
    logs[i] = servers[i]:open("log")
  end
  local this = b.connect("event", table.unpack(servers))
  b.attached(this, "service", function(face, control)
    control.start(b.CAPACITY)
    assert(face.send(1, 10) == 0 and face.send(2, 20) == 0)
    assert(control.flush() == 0)
    for i = 1, 3 do assert(logs[i].size() == 30 and logs[i].calls() == 2) end
    logs[1].arm(b.DIE)
    assert(face.send(3, 5) == 0 and b.try(control.flush) == b.E_DIED)
    this.slots[2]:unbind()
    assert(face.send(4, 5) == 0 and b.try(control.flush) == b.E_DEAD)
    assert(logs[2].size() == 35 and logs[3].size() == 40)
    control.stop()
  end)
  b.disconnect(this)
  for i = 1, 3 do
    deimos.close(logs[i])
    servers[i]:unload()
  end
end

-- More than its credits at once: the sender waits, the server gets pieces.
local function test_stream()
  b.with_server(function(server, log)
    local this = b.connect("stream", server)
    b.attached(this, "service", function(face, control)
      control.start(256)
      assert(control.count(b.ROOM) == 256)
      assert(face.send(1, 100) == 0 and control.count(b.ROOM) == 156)
      assert(face.send(2, 4000) == 0 and log.calls() > 10)
      assert(control.count(b.ROOM) < 256)
      assert(control.flush() == 0 and control.count(b.ROOM) == 256)
      assert(control.count(b.DELIVERED) == 4100)
      assert(face.send(3, 100) == 0 and control.flush() == 0)
      assert(face.send(4, 200) == 0 and control.flush() == 0)
      assert(log.sum() == b.sum { { seed = 1, size = 100 },
        { seed = 2, size = 4000 }, { seed = 3, size = 100 },
        { seed = 4, size = 200 } })
      assert(face.other(1) == b.E_UNSUPPORTED, "it carries bytes only")
      control.stop()
    end)
    b.disconnect(this)
  end)
end

-- One binding over another.
local function test_composition(outer, inner)
  b.with_server(function(server, log)
    local under = b.connect(inner, server)
    local over = b.connect(outer, under.module)
    under.control.start(b.CAPACITY)
    b.attached(over, "service", function(face, control)
      control.start(b.CAPACITY)
      assert(face.send(1, 100) == 0 and control.flush() == 0)
      assert(under.control.flush() == 0)
      assert(log.sum() == b.sum { { seed = 1, size = 100 } })
      if b.SYNCHRONOUS[outer] and b.SYNCHRONOUS[inner] then
        assert(face.echo(1, 100) == 100)
      end
      control.stop()
    end)
    b.disconnect(over)
    under.control.stop()
    b.disconnect(under)
  end)
end

-- Many senders at a time: one after the other, and nobody's bytes are mixed.
local function test_crowd(kind)
  local COUNT <const>, TIMES <const> = 5, 40
  b.with_server(function(server, log)
    local this = b.connect(kind, server)
    local crowd = deimos.bind(b.client, "threads", b.threads, "concurrency")
    b.attached(this, "service", function(face, control)
      control.start(64)
      assert(face.crowd(COUNT, TIMES) == 0)
      assert(control.flush() == 0 and log.size() == COUNT * TIMES * 4)
      local last = COUNT * TIMES
      assert(log.total() == last * (last + 1) // 2, "other bytes")
      control.stop()
    end)
    crowd:unbind()
    b.disconnect(this)
  end)
end

-- A server that calls itself through the binding that it serves: an error
-- where it would wait for itself. And a binding that nobody gave threads.
local function test_hang()
  b.with_server(function(server, log)
    local this = b.connect("message", server)
    local back = deimos.bind(server, "back", this.module, "service")
    b.attached(this, "service", function(face, control)
      control.start(b.CAPACITY)
      log.arm(b.CALL_BACK)
      assert(face.send(1, 8) == b.E_BUSY)
      assert(face.send(1, 8) == 0 and control.stop() == 0)
      this.threads:unbind()
      assert(b.try(control.start, b.CAPACITY) == b.E_UNBOUND)
      assert(b.try(face.send, 1, 8) == b.E_UNBOUND)
    end)
    back:unbind()
    b.disconnect(this)
  end)
end

b.begin("coop")
for _, kind in ipairs { "queue", "event", "stream" } do test_pressure(kind) end
for _, kind in ipairs { "message", "queue", "event", "stream" } do
  test_crowd(kind)
end
test_hang()
test_subscribers()
test_stream()
b.finish()
b.begin("preempt")
for _, kind in ipairs { "message", "queue", "event", "stream" } do
  test_crowd(kind)
end
for _, pair in ipairs { { "message", "gate" }, { "gate", "message" },
                        { "message", "message" }, { "queue", "trap" },
                        { "event", "message" }, { "near", "stream" } } do
  test_composition(table.unpack(pair))
end
b.finish()
print("binding_flow: as it should be")
