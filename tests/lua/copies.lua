-- SPDX-License-Identifier: MIT
-- A binding copies a caller's bytes, or a reply into a caller's memory. At each so many
-- instructions of the call that memory is given back, given to another, or goes with
-- its owner (keeper.lua): the call is served or refused, nobody else dies, and nothing
-- of another's is written.
--
--     copies.each(is_paging, copies.MESSAGE)   -- of each kind of the list

local b = require "bindings"
local expect = require "expect"
local keeper = require "keeper"

local is <const> = expect.is
local CAPACITY <const>, SIZE <const> = 4096, keeper.SIZE

-- A kind, what is asked, and what a call that is served answers.
local M = {
  MESSAGE = {
    { "message", keeper.DATA, { [0] = true } },
    { "message", keeper.ECHO, { [SIZE] = true } },
  },
  QUEUE = {
    { "queue", keeper.DATA, { [0] = true } },
    { "event", keeper.DATA, { [0] = true } },
  },
  STREAM = { { "stream", keeper.DATA, { [0] = true } } },
}

local function try(on, kind, operation, answers)
  local server = deimos.load "giver"
  local this = b.connect(kind, server)
  is(this.control.start(CAPACITY), 0)
  local k = keeper.open(b.threads, { { "service", this.module, "service" } })
  k:try(("%s %d, paging %s"):format(kind, operation, on), operation, answers)
  print(kind, operation, on, k.hits .. " in the middle")
  k:close()
  is(this.control.flush(), 0)
  is(this.control.stop(), 0)
  b.disconnect(this)
  server:unload()
end

function M.each(on, cases)
  b.begin "preempt"
  deimos.nmm.paging(on)
  for _, case in ipairs(cases) do try(on, table.unpack(case)) end
  b.finish()
end

return M
