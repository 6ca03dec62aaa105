-- SPDX-License-Identifier: MIT
-- A server that unmaps every second page of what it has been granted takes no loans
-- from others: they grant as before.
-- machines: qemu-icount bochs
-- modules: client_lender client_borrower client_shredder runner
-- limit: 180

local expect = require "expect"
local lent = require "lent"
local models = require "models"
local p = require "protected"

local PAGE <const>, PAGES <const> = lent.PAGE, 300

local function start(pair)
  pair.control.stop()
  expect.is(pair.control.start(PAGES * PAGE), 0)
end

-- The server of that pair is the shredder.
local function shredded(t)
  local pair = lent.open(t, t)
  pair.between.second:unbind()
  p.destroy(pair.borrower)
  pair.borrower = p.load(t, "shredder")
  pair.between.second = deimos.bind(pair.between.module, "server",
    pair.borrower.module, "service")
  start(pair)
  return pair
end

local system = models.open("coop", { "paged" })
local t = system.paged
local other = lent.open(t, t)
other:is(PAGE, "CHANGE")
local pair = shredded(t)
local runner = p.runner(system, t)
local threads = system.threads:open "concurrency"
local thread = runner.start(pair.lender.space, lent.order("CHANGE", "OWN", PAGES))
for _ = 1, 5 do threads.yield() end
print("granted", pair.control.count(0) - pair.control.count(1))
local got = other:run("CHANGE")
print("other", got)
print("shredder", pcall(runner.join, thread))
expect.is(got, PAGE)
