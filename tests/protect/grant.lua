-- SPDX-License-Identifier: MIT
-- What must not work with memory that is granted: a server that touches what it
-- was not given, with more rights, or later; a caller that grants what it does not
-- have; and whoever dies in between.
-- machines: qemu-icount bochs
-- modules: client_lender client_borrower
-- limit: 240

local lent = require "lent"
local models = require "models"

local E <const> = models.E
local PAGE <const> = lent.PAGE
local limits = deimos.machine().segment_limits

-- What each model says to a caller that grants what it does not have. nil: it
-- has that, or the model gives it no such meaning.
local RANGE <const>, INVALID <const> = E.RANGE, E.INVALID
local SAID <const> = {
  NOTHING = RANGE, HALF = RANGE, ROUND = RANGE, WRAP = RANGE, MORE = RANGE,
  BEYOND = RANGE, FAR = RANGE, HIGH = RANGE, NULL = RANGE, NO_ACCESS = INVALID,
  ANY_ACCESS = INVALID, SHORT = INVALID, LONG = RANGE, ODD = RANGE,
  LESS = RANGE,
}
local ALSO <const> = {
  flat = { TEXT = RANGE },
  segmented = { TEXT = RANGE, WRITE_ONLY = E.NOT_APPLICABLE },
  segpaged = { TEXT = RANGE, WRITE_ONLY = E.NOT_APPLICABLE },
  paged = { WRITE_ONLY = INVALID },
}

local function hostile_caller(pair)
  for _, list in ipairs { SAID, ALSO[pair.of.name] } do
    for what, error in pairs(list) do
      pair:is(error, "CHANGE", what)
      pair:is(error, "OLD", what)
    end
  end
  pair:is(PAGE, "CHANGE")
end

-- The server dies of it, alone: vectors as of any access of that model's.
local DIES <const> = { segmented = { "BEFORE", "BEHIND" },
  segpaged = { "BEHIND" }, paged = { "BEFORE" } }   -- else there is its own

local function around(pair)
  for _, act in ipairs(DIES[pair.of.name]) do
    pair:dies(act)
    pair:dies(act, "OWN", 3)
  end
  for _, act in ipairs { "BEFORE", "BEHIND" } do
    local got = pair:run(act, "PART", 3)
    assert(got ~= lent.WRONG, act .. " is the caller's")
    if got == E.DIED then pair:reload() end
  end
end

local function hostile_server(pair)
  around(pair)
  pair:dies("STORE", "READ")
  pair:dies("OPEN", "READ")
  pair:is(PAGE, "KEEP")
  pair:dies("OLD", "NONE")
  pair:is(2 * PAGE, "KEEP", "OWN", 2)
  pair:dies("OLD_LAST", "NONE")
  pair:is(PAGE, "KEEP")                 -- an older one, within a newer call
  pair:is(3 * PAGE, "CHANGE", "OWN", 3)
  pair:dies("OLD", "NONE")
end

-- It gives back a part itself, or puts its own memory there.
local function meddling_server(pair)
  local got = pair:run("DROP", "OWN", 3)
  assert(pair.control.count(0) == pair.control.count(1))
  pair:dies("OLD_LAST", "NONE")
  got = pair:run("REPLACE", "OWN", 2)
  assert(got ~= lent.WRONG, got)
  pair:is(PAGE, "CHANGE")
end

local function deaths(pair)
  pair:dies("DIE")
  pair:dies("DIE", "READ", 2)
  if pair.of.name ~= "flat" then pair:dies("STUCK") end
  pair:is(77, "EXIT")
  pair:is(PAGE, "CHANGE")
end

for _, name in ipairs(models.ALL) do
  local system = models.open("coop", { name })
  local pair = lent.open(system[name], system[name])
  assert(pair.error == 0)
  assert(pair.control.stop() == 0 and pair.control.start(0xffffffff) == 0)
  hostile_caller(pair)
  if name == "segpaged" or name == "paged" or name == "segmented" and limits then
    hostile_server(pair)
    meddling_server(pair)
  end
  if name ~= "flat" then deaths(pair) end
  pair:close()
  models.close(system)
  print(name)
end
