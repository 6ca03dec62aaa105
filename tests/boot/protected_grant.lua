-- SPDX-License-Identifier: MIT
-- A client grants memory to another one, for each pair of models: it is the
-- server's in the call, and not after it. Of two models nothing is granted, and
-- the console says why.
-- machines: qemu-icount bochs
-- modules: client_lender client_borrower
-- output: memory of 'flat' grants nothing from a client of 'flat' to one of 'segmented'
-- output: memory of 'paged' grants nothing from a client of 'paged' to one of 'segpaged'

local expect = require "expect"
local lent = require "lent"
local models = require "models"

local E <const>, is <const> = models.E, expect.is
local PAGE <const> = lent.PAGE


local function granted(pair)
  is(pair.error, 0)
  pair:is(1, "COUNT", "NONE")
  for pages = 1, 4 do
    pair:is(pages * PAGE, "CHANGE", "OWN", pages)
    pair:is(pages * PAGE, "LOOK", "READ", pages)
  end
  pair:is(0, "SUM")
  local sum = 0
  for i = 0, 127 do sum = sum + (i * 3 + 1 & 0xff) end
  pair:is(sum, "SUM", "VALUES")
  pair:is(PAGE, "YIELD")
  pair:is(13, "COUNT", "NONE")
  is(pair.control.count(0), 11)
  is(pair.control.count(3), lent.MOST)
  is(pair.control.start(lent.MOST), E.BUSY)
end

local function bounds(pair)
  is(pair.control.stop(), 0)
  is(pair.control.stop(), 0)
  pair:is(E.UNBOUND, "CHANGE")
  is(pair.control.start(PAGE), 0)
  pair:is(PAGE, "CHANGE", "OWN", 1)
  pair:is(E.RANGE, "CHANGE", "OWN", 2)
  is(pair.control.stop(), 0)
  is(pair.control.start(0), 0)
  pair:is(E.RANGE, "CHANGE", "OWN", 1)
  pair:is(19, "COUNT", "NONE")
end

-- What the server has, it does not hand on.
local function handed_on(pair)
  local p = require "protected"
  local third = p.load(pair.of, "borrower")
  local on = p.connect(pair.borrower, third, "grant", "next")
  local memory = deimos.bind(on.module, "memory", pair.of.module, "memory")
  local control = on.module:open "binding"
  is(control.start(lent.MOST), 0)
  for pages = 1, 3 do pair:is(E.RANGE, "AGAIN", "OWN", pages) end
  is(control.count(0), 0)
  pair:is(PAGE, "CHANGE", "OWN", 1)
  deimos.close(control)
  memory:unbind()
  p.disconnect(on)
  p.destroy(third)
end

-- A second caller is refused: whose region would it be?
local function one_caller(pair)
  local p = require "protected"
  local other = p.load(pair.of, "lender")
  expect.unchanged("bindcount", deimos.bind, other.module, "server",
    pair.between.module, "service")
  p.destroy(other)
end

local function refused(pair)
  is(pair.error, E.NOT_APPLICABLE)
  pair:is(E.UNBOUND, "CHANGE")
  pair:is(E.UNBOUND, "COUNT", "NONE")
  pair.memory:unbind()
  expect.refused("unbound", pair.control.start, lent.MOST)
  pair.memory = deimos.bind(pair.between.module, "memory", pair.to.module,
    "memory")
  is(pair.control.start(lent.MOST), E.NOT_APPLICABLE)
end

local function whole(system, of, to)
  local pair = lent.open(system[of], system[to])
  if of == to then
    granted(pair)
    handed_on(pair)
    one_caller(pair)
    bounds(pair)
  else
    refused(pair)
  end
  pair:close()
end

for _, of in ipairs(models.ALL) do
  for _, to in ipairs(models.ALL) do
    local system = models.open("coop", of == to and { of } or { of, to })
    whole(system, of, to)
    local before = deimos.digest()
    whole(system, of, to)
    -- which frames `paged` has in reserve changes with each page fault
    assert(of == "paged" or to == "paged" or deimos.digest() == before,
      "something is left")
    models.close(system)
    print(of, to)
  end
end
