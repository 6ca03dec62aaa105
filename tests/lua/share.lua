-- SPDX-License-Identifier: MIT
-- Which cases of a product a test has. Option `arg.share=i/n` says the i-th of
-- n shares, so that several tests can run all of them side by side. Option
-- `arg.slow=n` says one of n where the machine enforces limits, and so takes
-- ten times as long for each, and one of n / 4 elsewhere: which one goes by the
-- commit. A share has each n-th case: they are spread over all tables.

local share = {}

local first, count = 1, 1
local passed = 0

local function set(text)
  first, count = text:match("^(%d+)/(%d+)$")
  assert(first, "arg.share: what is " .. text .. "?")
  first, count = tonumber(first), tonumber(count)
end

-- The first digits of a commit are as good as any number.
local function commit()
  local digits = deimos.machine().version:match("^%x+") or "0"
  return tonumber(digits:sub(1, 12), 16)
end

local function by_commit(n)
  return commit() % n + 1
end

local slow = tonumber(deimos.options["arg.slow"])
if deimos.options["arg.share"] then
  set(deimos.options["arg.share"])
elseif slow then
  count = deimos.machine().segment_limits and slow or slow // 4
  first = by_commit(count)
end

--- Whether the next case is in this share.
function share.has()
  passed = passed + 1
  return passed % count == first % count
end

--- For products that are too large to be walked: draw(list) is one of it, by
--- chance, the same one each time for a commit, or for arg.seed=n. drawing(n)
--- says how many draws: arg.draws=, or n.
function share.drawing(n)
  math.randomseed(tonumber(deimos.options["arg.seed"]) or commit())
  return tonumber(deimos.options["arg.draws"]) or n
end

function share.draw(list)
  return list[math.random(#list)]
end

--- What to say of it.
function share.name()
  return count > 1 and (" (arg.share=%d/%d)"):format(first, count) or ""
end

return share
