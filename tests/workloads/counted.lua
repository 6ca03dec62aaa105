-- SPDX-License-Identifier: MIT
-- A kind of binding from outside the tree, between a client and a server
-- that are, too: what `message` does, and it counts.

local CALLS <const>, BYTES <const> = 100, 101   -- counted.c

local before = deimos.digest()
local scheduler = deimos.load("fifo")
local threads = deimos.load("coop")
deimos.bind(threads, "scheduler", scheduler, "scheduler")
local server, client = deimos.load("server"), deimos.load("client")
local counted = deimos.load("counted")
deimos.bind(counted, "threads", threads, "concurrency")
deimos.bind(counted, "server", server, "service")
local binding = deimos.bind(client, "service", counted, "service")

local control = counted:open("binding")
local face = client:open("client")
local log = server:open("log")
assert(control.start(8192) == 0)
assert(face.send(1, 10) == 0 and face.echo(2, 20) == 20)
assert(log.size() == 10 and log.calls() == 2)
assert(control.count(CALLS) == 2 and control.count(BYTES) == 30)
assert(control.count(1) == 2, "delivered: what it extends counts, too")
assert(control.stop() == 0)

deimos.close(control)
deimos.close(face)
deimos.close(log)
binding:unbind()
for _, module in ipairs { counted, client, server, threads, scheduler } do
  module:unload()
end
assert(deimos.digest() == before, "something is left")
print("counted: 2 calls, 30 bytes")
