-- SPDX-License-Identifier: MIT
-- An application from outside the tree: three protected modules, each under a
-- memory model of its own, bound as their constraints allow. The last one is
-- replaced while the first sells; one that does not fit is refused.

local model = require "model"

local SALES <const> = 20

local before = deimos.digest()
local threads, policy = deimos.load("coop"), deimos.load("fifo")
deimos.bind(threads, "scheduler", policy, "scheduler")
local concurrency = threads:open("concurrency")

local carriers = {}
for _, name in ipairs { "paged", "segpaged", "segmented" } do
  carriers[name] = model.load(name)
  carriers[name]:bind("concurrency", threads, "concurrency")
end
local exec = deimos.load("exec_paged")
deimos.bind(exec, "concurrency", threads, "concurrency")
local x = exec:open("execution")

local cm = deimos.find("cm"):open("cm")
local function load_by(carrier, name)
  local handle = cm.load_by(carriers[carrier].module.handle, name)
  assert(handle > 0, name)
  return deimos.find(name)
end

local function refused(what, f, ...)
  local digest = deimos.digest()
  local ok, message = pcall(f, ...)
  assert(not ok and message:find(what, 1, true), message)
  assert(deimos.digest() == digest, "a refusal has changed something")
  print(message)
end

local prices = load_by("segpaged", "prices")
local stock = load_by("segmented", "stock")
local fence = load_by("segmented", "fence")
local running = x.exec("till", SALES)           -- in a thread
local till = deimos.find("till")

refused('<role, "stock"> at line 1, column 1', deimos.bind, prices, "stock",
  fence, "service")
refused("predicate of receptacle 'prices' of 'till'", deimos.bind, till,
  "prices", stock, "service")
local bound = { deimos.bind(prices, "stock", stock, "service"),
  deimos.bind(till, "prices", prices, "service") }
for _ = 1, SALES // 2 do concurrency.yield() end
refused("predicate of receptacle 'stock' of 'prices'", bound[1].rebind,
  bound[1], fence, "service")
local new = stock:replace("stock_new")
local sum = x.wait(running)

-- at 2 each, then at 1,000: not one was lost
local dear = sum // 1000
assert(dear > 0 and dear < SALES and sum == dear * 1000 + (SALES - dear) * 2,
  sum)
print(("shop: %d sales, the stock was replaced while they ran"):format(SALES))

for _, module in ipairs { fence, prices, new } do module:unload() end
deimos.close(cm)
deimos.close(x)
deimos.close(concurrency)
exec:unload()
for _, name in ipairs { "paged", "segpaged", "segmented" } do
  carriers[name]:unload()
end
threads:unload()
policy:unload()
assert(deimos.digest() == before, "something is left")
