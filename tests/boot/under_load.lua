-- SPDX-License-Identifier: MIT
-- A client that never pauses, preempted anywhere, sees no failed call and no
-- lost count while its server is replaced and rebound under it.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: counter1 counter2 steady

local REPLACEMENTS <const> = 20
local E_ACTIVE <const> = "a call is still inside"

local before = deimos.digest()
local kind, policy = deimos.load("preempt"), deimos.load("fifo")
local scheduler = deimos.bind(kind, "scheduler", policy, "scheduler")
local client, server = deimos.load("steady"), deimos.load("counter1")
local link = deimos.bind(client, "threads", kind, "concurrency")
local binding = deimos.bind(client, "counter", server, "counter")
local c, steady = kind:open("concurrency"), client:open("steady")

local thread, refused = steady.start(), 0
for i = 1, REPLACEMENTS do
  c.yield()                             -- the client runs for its quantum
  while true do
    local ok, found = pcall(server.replace, server,
                            i % 2 == 1 and "counter2" or "counter1")
    if ok then server = found break end
    assert(found:find(E_ACTIVE, 1, true), found)    -- it was in the server
    refused = refused + 1
    c.yield()
  end
  binding:rebind(server, "counter")     -- a swap of one pointer
end
c.yield()
local failures = steady.halt()
local calls = c.join(thread)
assert(failures == 0, failures .. " failed calls")
assert(calls > 1000, calls)
print(("under load: %d calls, %d replacements, %d tried again"):format(calls,
  REPLACEMENTS, refused))

deimos.close(steady)
deimos.close(c)
binding:unbind()
link:unbind()
scheduler:unbind()
for _, m in ipairs{ client, server, kind, policy } do m:unload() end
assert(deimos.digest() == before)
