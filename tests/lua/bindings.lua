-- SPDX-License-Identifier: MIT
-- Setting up binding modules between the test modules `client` and `server`.

local M = {
  KINDS = { "near", "gate", "trap", "message", "queue", "event", "stream" },
  SYNCHRONOUS = { near = true, gate = true, trap = true, message = true },
  THREADED = { message = true, queue = true, event = true, stream = true },
  CAPACITY = 8192,
  -- binding.h: count()
  ACCEPTED = 0, DELIVERED = 1, REFUSED = 2, ROOM = 3,
  -- server.c: arm()
  DIE = 1, FAIL = 2, CALL_BACK = 3,
}
for name, number in pairs(deimos.errors) do M[name] = number end

-- Modules that the others need: threads, a client.
function M.begin(concurrency)
  M.before = deimos.digest()
  M.scheduler = deimos.load("fifo")
  M.threads = deimos.load(concurrency)
  deimos.bind(M.threads, "scheduler", M.scheduler, "scheduler")
  M.client = deimos.load("client")
end

function M.finish()
  M.client:unload()
  M.threads:unload()
  M.scheduler:unload()
  assert(deimos.digest() == M.before, "something is left")
end

-- A server and its log, for the time of f.
function M.with_server(f)
  local server = deimos.load("server")
  local log = server:open("log")
  f(server, log)
  deimos.close(log)
  server:unload()
end

-- An error of a method; and true if Lua raised it (unbound, dead, died).
function M.try(f, ...)
  local ok, result = pcall(f, ...)
  if ok then return result, false end
  return result:find("unbound", 1, true) and M.E_UNBOUND
    or result:find("died", 1, true) and M.E_DIED
    or result:find("dead", 1, true) and M.E_DEAD or error(result, 0), true
end

-- What the server's log has after these messages.
function M.sum(messages)
  local value = 0
  for _, m in ipairs(messages) do
    for i = 0, m.size - 1 do
      value = value * 31 + (m.seed * 31 + i & 0xff) & 0x7fffffff
    end
  end
  return value
end

-- A binding module of that kind in front of `server`; one slot more for each
-- further server.
function M.connect(kind, ...)
  local module = deimos.load("bind_" .. kind)
  local this = { module = module, slots = {} }
  for i, server in ipairs { ... } do
    this.slots[i] = deimos.bind(module, "server", server, "service")
  end
  if M.THREADED[kind] then
    this.threads = deimos.bind(module, "threads", M.threads, "concurrency")
  end
  this.control = module:open("binding")
  return this
end

function M.disconnect(this)
  deimos.close(this.control)
  this.module:unload()
end

-- The client's receptacle, for the time of f.
function M.attached(this, interface, f)
  local binding = deimos.bind(M.client, "service", this.module, interface)
  local face = M.client:open("client")
  f(face, this.control)
  deimos.close(face)
  binding:unbind()
end

return M
